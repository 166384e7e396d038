package io.tocsin.source.proof;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A signature by Ed25519 over a time and the body, in hexadecimal digits of lower case, as Discord signs what it posts:
 * https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint. The key is public: who reads it can sign nothing.
 */
public final class Ed25519Proof extends PromptProof {
    private static final HexFormat HEX = HexFormat.of();
    private static final String SIGNATURE = "[0-9a-f]{128}";
    private static final SignedContent SIGNED = SignedContent.read("{timestamp}{body}");

    private List<Ed25519> keys = List.of();
    private String header = "X-Signature-Ed25519";
    private String timestampHeader = "X-Signature-Timestamp";
    private Freshness freshness = Freshness.read("300");

    /** @param list the public keys that count, 64 hexadecimal digits each, with commas or white space between */
    public void setPublicKeys(String list) {
        this.keys = Arrays.stream(list.split("[,\\s]+"))
                .filter(key -> !key.isEmpty())
                .map(Ed25519Proof::key)
                .toList();
    }

    private static Ed25519 key(String text) {
        Settings.require(
                text.matches("[0-9a-fA-F]{64}"),
                "publicKeys has one that is not 64 hexadecimal digits, as Discord shows it");
        return Ed25519.of(HEX.parseHex(text), "a public key");
    }

    /** @param header the header field with the signature; default {@code X-Signature-Ed25519} */
    public void setHeader(String header) {
        this.header = header.strip();
    }

    /** @param header the header field with the signed time, in seconds since 1970; default {@code X-Signature-Timestamp} */
    public void setTimestampHeader(String header) {
        this.timestampHeader = header.strip();
    }

    /** @param seconds how far the signed time may be from ours, either way; default 300 */
    public void setTolerance(String seconds) {
        this.freshness = Freshness.read(seconds);
    }

    @Override
    public void ready() {
        Settings.require(!keys.isEmpty(), "publicKeys is missing; expected at least one");
    }

    @Override
    Verdict judge(Claim claim) {
        String signature = claim.header(header).orElse("");
        String timestamp = claim.header(timestampHeader).orElse("");
        if (!signature.matches(SIGNATURE)) {
            return new Verdict.Refused("no signature in " + header + ", or two of them");
        }
        Optional<Instant> sent = Freshness.time(timestamp);
        if (sent.isEmpty()) {
            return new Verdict.Refused("no time in " + timestampHeader + ", or two of them");
        }
        if (!freshness.holds(sent.get(), claim.receivedAt())) {
            return freshness.refusal(timestampHeader);
        }
        byte[] content = SIGNED.bytes(claim.body(), timestamp, "");
        byte[] shown = HEX.parseHex(signature);
        boolean fits = false;
        for (Ed25519 key : keys) {
            fits |= key.fits(content, shown);
        }
        return fits
                ? new Verdict.Genuine(Optional.of(Digest.of(content).hex()))
                : new Verdict.Refused("no signature in " + header + " fits");
    }

    @Override
    public String toString() {
        return "Ed25519Proof[" + header + ", " + keys.size() + " keys]";
    }
}
