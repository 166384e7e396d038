package io.tocsin.model.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.alert.AlertStatus;
import io.tocsin.model.alert.Severity;
import io.tocsin.model.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final Instant NOW = Instant.parse("2026-08-20T10:00:00Z");
    private static final Duration WINDOW = Duration.ofMinutes(5);

    @Test
    void aFiringAlertOpensWhatIsNotOpen() {
        assertThat(Verdict.of(Optional.empty(), AlertStatus.FIRING, Severity.LOW, WINDOW, NOW))
                .isEqualTo(Verdict.OPENED);
    }

    @Test
    void aResolvedAlertClosesWhatIsOpenAndTellsNobodyOtherwise() {
        assertThat(Verdict.of(open(Severity.LOW, NOW), AlertStatus.RESOLVED, Severity.LOW, WINDOW, NOW))
                .isEqualTo(Verdict.RESOLVED);
        assertThat(Verdict.of(Optional.empty(), AlertStatus.RESOLVED, Severity.LOW, WINDOW, NOW))
                .isEqualTo(Verdict.NOT_OPEN);
    }

    @Test
    void aRepeatIsCountedWithinTheWindowAndToldAtItsEnd() {
        Optional<OpenIncident> open = open(Severity.LOW, NOW);

        assertThat(Verdict.of(
                        open,
                        AlertStatus.FIRING,
                        Severity.LOW,
                        WINDOW,
                        NOW.plus(WINDOW).minusMillis(1)))
                .isEqualTo(Verdict.DUPLICATE);
        assertThat(Verdict.of(open, AlertStatus.FIRING, Severity.LOW, WINDOW, NOW.plus(WINDOW)))
                .isEqualTo(Verdict.REPEATED);
    }

    @Test
    void aChangeOfSeverityIsToldAtOnce() {
        assertThat(Verdict.of(open(Severity.LOW, NOW), AlertStatus.FIRING, Severity.CRITICAL, WINDOW, NOW))
                .isEqualTo(Verdict.SEVERITY_CHANGED);
    }

    @Property
    void resolvingIsToldExactlyWhenSomethingWasOpen(@ForAll Severity severity, @ForAll boolean isOpen) {
        Optional<OpenIncident> open = isOpen ? open(severity, NOW) : Optional.empty();

        Optional<NoticeKind> notice =
                Verdict.of(open, AlertStatus.RESOLVED, severity, WINDOW, NOW).notice();

        assertThat(notice).isEqualTo(isOpen ? Optional.of(NoticeKind.RESOLVED) : Optional.empty());
    }

    @Property
    void noRepeatIsToldTwiceWithinItsWindow(
            @ForAll Severity severity, @ForAll @LongRange(min = 0, max = 600_000) long ms) {
        Verdict verdict = Verdict.of(open(severity, NOW), AlertStatus.FIRING, severity, WINDOW, NOW.plusMillis(ms));

        assertThat(verdict.notice().isPresent()).isEqualTo(ms >= WINDOW.toMillis());
    }

    private static Optional<OpenIncident> open(Severity severity, Instant noticedAt) {
        return Optional.of(new OpenIncident("inc_1", severity, noticedAt, noticedAt, 1));
    }
}
