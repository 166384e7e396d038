package io.tocsin.app.cli;

import io.tocsin.model.time.Span;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Since when: a span back from now ({@code 1h}), a time, or a day in UTC. */
final class TimeBack implements ITypeConverter<Instant> {

    /** What the option's description says of it. */
    static final String FORM = "so long ago (90s, 30m, 1h, 7d), or a time (2026-01-31T08:00:00Z, 2026-01-31)";

    @Override
    public Instant convert(String text) {
        return read(text.strip(), Instant.now());
    }

    static Instant read(String text, Instant now) {
        try {
            if (Span.read(text).isPresent()) {
                return now.minus(Span.read(text).get());
            }
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("`" + TerminalText.line(text, 60) + "` is no time; expected " + FORM);
        }
    }
}
