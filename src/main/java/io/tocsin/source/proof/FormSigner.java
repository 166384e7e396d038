package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Signs what a form takes along through the client of whoever fills it in, and knows it again when it comes back. That client gets to see
 * it, so it holds no secret, and is of one person.
 */
public final class FormSigner {

    /** Longer is none of ours. */
    private static final int LONGEST = 2_000;

    private final Secrets secrets;

    /**
     * What a form is about.
     *
     * @param says as a button says it
     * @param user who may fill it in: their id at the provider
     * @param name how they are called there
     * @param once what tells it from all other forms
     * @param until when it is no longer taken
     */
    public record Form(String says, String user, String name, String once, Instant until) {

        private List<String> fields() {
            return List.of(says, user, name, once, Long.toString(until.getEpochSecond()));
        }
    }

    private FormSigner(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * One with the secrets of a list, of which the first signs and each is known.
     *
     * @throws IllegalArgumentException where there is none, or one is a placeholder or too short; shows no secret
     */
    public static FormSigner of(String list) {
        return new FormSigner(Secrets.read("secrets", list));
    }

    /**
     * Signs a form.
     *
     * @throws IllegalArgumentException where a part of it has a line feed
     */
    public String sign(Form form) {
        if (form.fields().stream().anyMatch(field -> field.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("a line feed in a form");
        }
        byte[] content = String.join("\n", form.fields()).getBytes(StandardCharsets.UTF_8);
        return text(content) + "."
                + text(secrets.each(secret -> mac(secret, content)).get(0));
    }

    /** What was signed; empty where it was not, by any of the secrets. */
    public Optional<Form> read(String signed) {
        int dot = signed.indexOf('.');
        if (dot < 0 || signed.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] content = Base64.getUrlDecoder().decode(signed.substring(0, dot));
            byte[] shown = Base64.getUrlDecoder().decode(signed.substring(dot + 1));
            boolean known = false;
            for (byte[] right : secrets.each(secret -> mac(secret, content))) {
                known |= MessageDigest.isEqual(right, shown);
            }
            return known ? Optional.of(form(new String(content, StandardCharsets.UTF_8))) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException noneOfOurs) {
            return Optional.empty();
        }
    }

    private static Form form(String content) {
        String[] fields = content.split("\n", -1);
        if (fields.length != 5) {
            throw new IllegalArgumentException("of another kind");
        }
        return new Form(fields[0], fields[1], fields[2], fields[3], Instant.ofEpochSecond(Long.parseLong(fields[4])));
    }

    /** The secret is shown elsewhere as it is: what it signs here is of this kind alone. */
    private static byte[] mac(String secret, byte[] content) {
        byte[] kind = "tocsin form\n".getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[kind.length + content.length];
        System.arraycopy(kind, 0, all, 0, kind.length);
        System.arraycopy(content, 0, all, kind.length, content.length);
        return Algorithm.SHA256.of(secret, all);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
