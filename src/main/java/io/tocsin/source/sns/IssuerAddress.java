package io.tocsin.source.sns;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;

/** Where a certificate says that its issuer's certificate is (RFC 5280, 4.2.2.1: caIssuers). */
final class IssuerAddress {
    private static final String AUTHORITY_INFORMATION_ACCESS = "1.3.6.1.5.5.7.1.1";
    /** In DER: the object identifier 1.3.6.1.5.5.7.48.2, then the tag of a URI. */
    private static final String CA_ISSUERS_URI = "06082b06010505073002" + "86";

    private IssuerAddress() {}

    /** The first such address. Java keeps its own reader of this to itself. */
    static Optional<String> in(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(AUTHORITY_INFORMATION_ACCESS);
        if (extension == null) {
            return Optional.empty();
        }
        String hex = HexFormat.of().formatHex(extension);
        int found = hex.indexOf(CA_ISSUERS_URI);
        if (found < 0) {
            return Optional.empty();
        }
        int length = found + CA_ISSUERS_URI.length();
        int from = length + 2;
        if (from > hex.length()) {
            return Optional.empty();
        }
        // One byte of length is enough for an address that we would take.
        int to = from + 2 * HexFormat.fromHexDigits(hex, length, from);
        return to <= hex.length()
                ? Optional.of(new String(HexFormat.of().parseHex(hex, from, to), StandardCharsets.US_ASCII))
                : Optional.empty();
    }
}
