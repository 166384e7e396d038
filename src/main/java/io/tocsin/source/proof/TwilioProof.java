package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code X-Twilio-Signature}: HMAC-SHA1 with the account's auth token over the URL that Twilio called and the form's fields, sorted by
 * name, each name with its value behind it: https://www.twilio.com/docs/usage/security#validating-requests. What the hub is called by
 * stands in its settings, since no proxy can be trusted to hand it on. A signature has no time: whatever acts on such a request has to
 * know a repeat by the provider's id.
 */
public final class TwilioProof extends PromptProof {

    private static final String HEADER = "X-Twilio-Signature";

    private Secrets secrets = Secrets.none();
    private String url = "";

    /** @param list the auth tokens that count, with commas or white space between */
    public void setSecrets(String list) {
        this.secrets = Secrets.read("secrets", list);
    }

    void setSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @param url by which Twilio calls, with the path's placeholders: {@code https://hub.example.org/v1/answers/phone/{incident}} */
    public void setUrl(String url) {
        this.url = url.strip().replaceAll("(?<!:)/{2,}", "/"); // an address of the hub may end with one
    }

    @Override
    public void ready() {
        Settings.require(!secrets.each(secret -> secret).isEmpty(), "secrets is missing; expected Twilio's auth token");
        Settings.require(
                url.matches("https?://[^/\\s]+/\\S*"),
                "the address at which Twilio reaches the hub is missing, which is part of what it signs; expected hub.url"
                        + " to be set, or url, such as https://hub.example.org");
    }

    @Override
    Verdict judge(Claim claim) {
        String shown = claim.header(HEADER).orElse("");
        if (shown.isEmpty()) {
            return new Verdict.Refused("no " + HEADER + " header, or two of them");
        }
        Optional<FormFields> form = FormFields.read(claim.body());
        if (form.isEmpty()) {
            return new Verdict.Refused("the body is no form");
        }
        byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
        String fields = signed(form.get());
        boolean fits = false;
        for (String called : called(claim.path())) {
            byte[] content = (called + fields).getBytes(StandardCharsets.UTF_8);
            for (byte[] expected : secrets.each(secret -> Algorithm.SHA1.of(secret, content))) {
                fits |= MessageDigest.isEqual(Encoding.BASE64.write(expected).getBytes(StandardCharsets.UTF_8), bytes);
            }
        }
        return fits
                ? Verdict.Genuine.PLAIN
                : new Verdict.Refused("the signature in " + HEADER + " does not fit " + url
                        + ": it is of another URL, or of another account's auth token");
    }

    /** Twilio leaves a port out at times, and at times not. */
    private List<String> called(Map<String, String> path) {
        String called = url;
        for (Map.Entry<String, String> value : path.entrySet()) {
            called = called.replace("{" + value.getKey() + "}", value.getValue());
        }
        return Stream.of(called, called.replaceFirst("^(https?://[^/]+):[0-9]+/", "$1/"))
                .distinct()
                .toList();
    }

    private static String signed(FormFields form) {
        StringBuilder text = new StringBuilder();
        form.all().forEach((name, values) -> values.stream().distinct().sorted().forEach(value -> text.append(name)
                .append(value)));
        return text.toString();
    }

    @Override
    public String toString() {
        return "TwilioProof[" + url + ", " + secrets + "]";
    }
}
