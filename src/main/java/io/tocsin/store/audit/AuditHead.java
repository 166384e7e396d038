package io.tocsin.store.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the chain by its place and hash. Whoever noted the last one elsewhere can tell later whether anything up to it was
 * changed.
 *
 * @param seq its place, from 1
 * @param hash its hash, 64 hexadecimal digits
 */
public record AuditHead(long seq, String hash) {

    /** What a text has to look like. */
    public static final String FORM = "<place>:<hash>, such as 1234:9f86d0...";

    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

    /** Reads what {@link #toString} wrote; empty where it is no such text. */
    public static Optional<AuditHead> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return seq + ":" + hash;
    }
}
