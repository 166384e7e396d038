package io.tocsin.source.proof;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;

/** How the bytes of a signature become a header's text. Written one way only: another spelling is another signature. */
enum Encoding {
    /** Small letters. */
    HEX(HexFormat.of()::formatHex),
    HEX_UPPER(HexFormat.of().withUpperCase()::formatHex),
    /** With padding. */
    BASE64(Base64.getEncoder()::encodeToString),
    /** Without padding. */
    BASE64URL(Base64.getUrlEncoder().withoutPadding()::encodeToString);

    private final Function<byte[], String> write;

    Encoding(Function<byte[], String> write) {
        this.write = write;
    }

    String write(byte[] bytes) {
        return write.apply(bytes);
    }

    /** Reads {@code hex}, {@code hex-upper}, {@code base64} or {@code base64url}. */
    static Encoding read(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "hex" -> HEX;
            case "hex-upper" -> HEX_UPPER;
            case "base64" -> BASE64;
            case "base64url" -> BASE64URL;
            default ->
                throw new IllegalArgumentException(
                        "encoding is " + name + "; expected hex, hex-upper, base64 or base64url");
        };
    }
}
