package io.tocsin.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The values of a statement, put in one after the other. */
public final class Values {

    private final PreparedStatement statement;
    private int place;

    Values(PreparedStatement statement) {
        this.statement = statement;
    }

    /** Begins anew with the first question mark. */
    void restart() {
        place = 0;
    }

    /** A text; nothing for null. */
    public Values text(String value) throws SQLException {
        statement.setString(++place, value);
        return this;
    }

    /** A text, or nothing. */
    public Values text(Optional<String> value) throws SQLException {
        return text(value.orElse(null));
    }

    /** A number. */
    public Values number(long value) throws SQLException {
        statement.setLong(++place, value);
        return this;
    }

    /** A number, or nothing. */
    public Values number(Optional<? extends Number> value) throws SQLException {
        return value.isPresent() ? number(value.get().longValue()) : nothing();
    }

    /** A time in milliseconds. */
    public Values time(Instant value) throws SQLException {
        return number(value.toEpochMilli());
    }

    /** A time in milliseconds, or nothing. */
    public Values time(Optional<Instant> value) throws SQLException {
        return value.isPresent() ? time(value.get()) : nothing();
    }

    /** 1 where it holds, else 0. */
    public Values flag(boolean value) throws SQLException {
        return number(value ? 1 : 0);
    }

    /** Texts and whole numbers. */
    void all(List<?> values) throws SQLException {
        for (Object value : values) {
            if (value instanceof Number number) {
                number(number.longValue());
            } else {
                text((String) value);
            }
        }
    }

    private Values nothing() throws SQLException {
        statement.setObject(++place, null);
        return this;
    }
}
