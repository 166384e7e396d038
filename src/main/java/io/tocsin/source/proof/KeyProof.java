package io.tocsin.source.proof;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.model.event.StrictJson;
import io.tocsin.model.event.UnreadableException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key that only the sender knows, in a header or in the path: {@code X-Gitlab-Token}, {@code X-Api-Key},
 * {@code Authorization} with a scheme, or {@code /v1/events/ci/{key}} for senders that can set nothing but a URL; or in a body of JSON, for
 * one that sends back what it was given.
 *
 * <p>Such a key says who sends and nothing of what is sent: whoever reads one request can send others. Use a signature
 * where the sender offers one, and TLS in any case. A key in a path stands in the logs of every proxy on its way.
 */
public final class KeyProof extends PromptProof {
    private final StrictJson json = new StrictJson();
    private List<Digest> keys = List.of();
    private String header = "";
    private String scheme = "";
    private String path = "";
    private JsonPointer body = JsonPointer.empty();

    /** @param list the keys that count, with commas or white space between */
    public void setSecrets(String list) {
        keys = Secrets.read("secrets", list).each(Digest::of);
    }

    /** @param header the header field with the key; blank where it is in the path */
    public void setHeader(String header) {
        this.header = header.strip();
    }

    /** @param scheme the word before the key in the header, such as Bearer, in any case; blank for none */
    public void setScheme(String scheme) {
        this.scheme = scheme.strip();
    }

    /** @param path the name of the path's placeholder with the key; blank where it is in a header */
    public void setPath(String path) {
        this.path = path.strip();
    }

    /** @param pointer where the key is in a body of JSON, such as {@code /context/secret}; blank where it is not there */
    public void setBody(String pointer) {
        this.body = JsonPointer.compile(pointer.strip());
    }

    private boolean isInBody() {
        return !body.matches();
    }

    @Override
    public void ready() {
        Settings.require(!keys.isEmpty(), "secrets is missing; expected at least one");
        List<String> places = Stream.of(
                        header.isEmpty() ? "" : "header", path.isEmpty() ? "" : "path", isInBody() ? "body" : "")
                .filter(place -> !place.isEmpty())
                .toList();
        Settings.require(
                places.size() == 1,
                "found "
                        + (places.isEmpty()
                                ? "neither header nor path nor body"
                                : "both " + String.join(" and ", places))
                        + "; expected one, for the key's place");
        Settings.require(scheme.isEmpty() || path.isEmpty(), "scheme has no meaning in a path; leave it out");
    }

    @Override
    public boolean byHeadAlone() {
        return !isInBody();
    }

    @Override
    Verdict judge(Claim claim) {
        String shown = shown(claim);
        boolean known = Digest.of(shown).isAmong(keys);
        if (known) {
            return Verdict.Genuine.PLAIN;
        }
        return new Verdict.Refused(
                (shown.isEmpty() ? "no key, or two of them, in " : "an unknown key in ") + place("the path"));
    }

    private String shown(Claim claim) {
        if (isInBody()) {
            return inBody(claim.body());
        }
        return path.isEmpty()
                ? Credentials.after(scheme, claim.header(header).orElse(""))
                : claim.path().getOrDefault(path, "");
    }

    /** Read as strictly as what a sender that is believed sends. */
    private String inBody(byte[] sent) {
        try {
            return json.object(sent).at(body).asText("");
        } catch (UnreadableException noJson) {
            return "";
        }
    }

    private String place(String inPath) {
        if (isInBody()) {
            return "the body";
        }
        return path.isEmpty() ? header : inPath;
    }

    @Override
    public String toString() {
        return "KeyProof[" + place("{" + path + "}") + ", " + keys.size() + " keys]";
    }
}
