package io.tocsin.source.proof;

/** The value of an {@code Authorization} header, or of one like it. */
final class Credentials {
    private Credentials() {}

    /**
     * What stands behind the scheme.
     *
     * @param scheme compared in any case, as RFC 9110 has it; empty where the whole value is the key
     * @return empty where the value is of another scheme
     */
    static String after(String scheme, String value) {
        if (scheme.isEmpty()) {
            return value;
        }
        int length = scheme.length();
        boolean fits = value.length() > length + 1
                && value.regionMatches(true, 0, scheme, 0, length)
                && value.charAt(length) == ' ';
        return fits ? value.substring(length + 1).strip() : "";
    }
}
