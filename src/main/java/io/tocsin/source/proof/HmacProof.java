package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A signature by HMAC over the body, and over a time and an id where the sender signs them too. GitHub, Grafana, Sentry,
 * Slack and many others differ only in these settings; {@code routes/sources/} has them.
 *
 * <p>A header may carry several signatures, with commas or white space between: one that fits is enough, as long as the
 * sender replaces its secret. Signatures are compared as text, so each has one spelling.
 *
 * <p>A signed time is what makes a captured request worthless after {@code tolerance}. Within it a repeat is told by the
 * signed id or, where there is none, by the hash of all that is signed.
 */
public final class HmacProof extends PromptProof {
    private static final int LONGEST_ID = 255;

    private Secrets secrets = Secrets.none();
    private String header = "";
    private String prefix = "";
    private Algorithm algorithm = Algorithm.SHA256;
    private Encoding encoding = Encoding.HEX;
    private SignedContent signed = SignedContent.read("{body}");
    private String timestampHeader = "";
    private String idHeader = "";
    private Freshness freshness = Freshness.read("300");

    /** @param list the secrets that count, with commas or white space between; each the key's text as the sender has it */
    public void setSecrets(String list) {
        this.secrets = Secrets.read("secrets", list);
    }

    void setSecrets(Secrets secrets) {
        this.secrets = secrets;
    }

    /** @param header the header field with the signature */
    public void setHeader(String header) {
        this.header = header.strip();
    }

    /** @param prefix what stands before each signature, such as {@code sha256=}; blank for nothing */
    public void setPrefix(String prefix) {
        this.prefix = prefix.strip();
    }

    /** @param algorithm sha256 (default), sha512, or sha1 where the sender knows no other */
    public void setAlgorithm(String algorithm) {
        this.algorithm = Algorithm.read(algorithm);
    }

    /** @param encoding hex (default), hex-upper, base64 or base64url */
    public void setEncoding(String encoding) {
        this.encoding = Encoding.read(encoding);
    }

    /** @param content what is signed, with {body}, {timestamp} and {id}; default {body} */
    public void setSigned(String content) {
        this.signed = SignedContent.read(content);
    }

    /** @param header the header field with the signed time, in seconds or milliseconds since 1970; blank for none */
    public void setTimestampHeader(String header) {
        this.timestampHeader = header.strip();
    }

    /** @param header the header field with the signed id; blank for none */
    public void setIdHeader(String header) {
        this.idHeader = header.strip();
    }

    /** @param seconds how far the signed time may be from ours, either way; default 300 */
    public void setTolerance(String seconds) {
        this.freshness = Freshness.read(seconds);
    }

    @Override
    public void ready() {
        Settings.require(!header.isEmpty(), "header is missing; expected the header field with the signature");
        Settings.require(!secrets.each(secret -> secret).isEmpty(), "secrets is missing; expected at least one");
        Settings.require(
                signed.hasTimestamp() != timestampHeader.isEmpty(),
                signed.hasTimestamp()
                        ? "signed has {timestamp}; expected timestampHeader too"
                        : "timestampHeader is " + timestampHeader + "; expected {timestamp} in signed too, because"
                                + " anybody can change a time that isn't signed");
        Settings.require(
                signed.hasId() != idHeader.isEmpty(),
                signed.hasId()
                        ? "signed has {id}; expected idHeader too"
                        : "idHeader is " + idHeader + "; expected {id} in signed too, because anybody can change an id"
                                + " that isn't signed. For such a one use the route's own idHeader");
    }

    @Override
    Verdict judge(Claim claim) {
        String signatures = claim.header(header).orElse("");
        ShownSignatures shown = ShownSignatures.read(signatures, "[,\\s]+", any -> true);
        String timestamp =
                timestampHeader.isEmpty() ? "" : claim.header(timestampHeader).orElse("");
        String id = idHeader.isEmpty() ? "" : claim.header(idHeader).orElse("");
        // What needs no secret comes first: it tells nothing, and nobody can have a body summed that can't be believed.
        if (signatures.isEmpty()) {
            return new Verdict.Refused("no " + header + " header, or two of them");
        }
        if (signed.hasTimestamp()) {
            Optional<Instant> sent = Freshness.time(timestamp);
            if (sent.isEmpty()) {
                return new Verdict.Refused("no time in " + timestampHeader + ", or two of them");
            }
            if (!freshness.holds(sent.get(), claim.receivedAt())) {
                return freshness.refusal(timestampHeader);
            }
        }
        if (signed.hasId() && (id.isEmpty() || id.length() > LONGEST_ID)) {
            return new Verdict.Refused(
                    "no id in " + idHeader + ", two of them, or one over " + LONGEST_ID + " characters");
        }
        if (!shown.areFew()) {
            return new Verdict.Refused(ShownSignatures.tooMany(header));
        }
        byte[] content = signed.bytes(claim.body(), timestamp, id);
        if (!anyFits(shown, content)) {
            return new Verdict.Refused("no signature in " + header + " fits");
        }
        return new Verdict.Genuine(id(id, content));
    }

    private Optional<String> id(String id, byte[] content) {
        if (signed.hasId()) {
            return Optional.of(id);
        }
        return signed.hasTimestamp() ? Optional.of(Digest.of(content).hex()) : Optional.empty();
    }

    private boolean anyFits(ShownSignatures signatures, byte[] content) {
        List<byte[]> expected = secrets.each(
                secret -> (prefix + encoding.write(algorithm.of(secret, content))).getBytes(StandardCharsets.UTF_8));
        boolean fits = false;
        for (String signature : signatures.all()) {
            byte[] bytes = signature.getBytes(StandardCharsets.UTF_8);
            for (byte[] one : expected) {
                fits |= MessageDigest.isEqual(one, bytes);
            }
        }
        return fits;
    }

    @Override
    public String toString() {
        return "HmacProof[" + header + ", " + algorithm + " of " + signed + ", " + secrets + "]";
    }
}
