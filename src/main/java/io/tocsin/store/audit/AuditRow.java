package io.tocsin.store.audit;

import io.tocsin.files.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * An entry of the audit as it is kept.
 *
 * @param seq its place in the chain, from 1; 0 until it is sealed
 * @param hash of the row before it and of what it says itself, in hexadecimal digits; empty until it is sealed
 * @param id its id, which tells about when it was written
 * @param at when it was written, by the store's clock, in milliseconds
 * @param actor who did it
 * @param action what was done
 * @param target to what
 * @param detail what it was about
 */
public record AuditRow(
        long seq, String hash, String id, long at, String actor, String action, String target, String detail) {

    /** The hash before the first row of all. */
    static final String NOTHING = "0".repeat(64);

    static final RowMapper<AuditRow> MAPPER = (row, context) -> new AuditRow(
            row.getLong("seq"),
            row.getString("hash") == null ? "" : row.getString("hash"),
            row.getString("id"),
            row.getLong("at"),
            row.getString("actor"),
            row.getString("action"),
            row.getString("target"),
            row.getString("detail"));

    /** Whether it has its place in the chain. */
    public boolean isSealed() {
        return seq > 0;
    }

    /** When it was written. */
    public Instant time() {
        return Instant.ofEpochMilli(at);
    }

    /**
     * The hash that belongs to it: SHA-256 of place, hash before, id, time in milliseconds, actor, action, target and detail, each as its
     * length in bytes of UTF-8, a colon, and itself. So what a field says can't run into the next one, and anybody can compute it.
     *
     * @param before the hash of the row before it
     */
    String hashAfter(String before) {
        StringBuilder all = new StringBuilder(256);
        for (String field :
                new String[] {Long.toString(seq), before, id, Long.toString(at), actor, action, target, detail}) {
            all.append(field.getBytes(StandardCharsets.UTF_8).length)
                    .append(':')
                    .append(field);
        }
        return Sha256.hex(all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same, put into its place. */
    AuditRow sealed(long place, String before) {
        AuditRow placed = new AuditRow(place, "", id, at, actor, action, target, detail);
        return new AuditRow(place, placed.hashAfter(before), id, at, actor, action, target, detail);
    }
}
