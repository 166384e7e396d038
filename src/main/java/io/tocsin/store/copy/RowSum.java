package io.tocsin.store.copy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** A checksum of rows that is the same in whatever order they come: databases sort texts differently. */
final class RowSum {

    private final MessageDigest sha256;
    private long rows;
    private long high;
    private long low;

    RowSum() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a row; its values are null, text, or {@code Long} or {@code Double}. */
    void add(List<Object> row) {
        for (Object value : row) {
            if (value instanceof String text) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                sha256.update(head((byte) 't', bytes.length));
                sha256.update(bytes);
            } else if (value instanceof Double fraction) {
                sha256.update(head((byte) 'f', Double.doubleToLongBits(fraction)));
            } else if (value instanceof Long number) {
                sha256.update(head((byte) 'n', number));
            } else {
                sha256.update(head((byte) '0', 0));
            }
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
        high += digest.getLong();
        low += digest.getLong();
        rows++;
    }

    private static byte[] head(byte kind, long value) {
        return ByteBuffer.allocate(9).put(kind).putLong(value).array();
    }

    long rows() {
        return rows;
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
