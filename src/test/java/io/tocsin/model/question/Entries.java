package io.tocsin.model.question;

import io.tocsin.model.alert.Severity;
import io.tocsin.model.pattern.EventPattern;
import io.tocsin.model.recipient.Target;
import io.tocsin.model.recipient.Via;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Entries of {@code questions:} for tests. */
public final class Entries {

    private Entries() {}

    /** Two of the team platform have to approve, not who pushed, within four hours. */
    public static QuestionEntry production() {
        return of(List.of(), Optional.of(Duration.ofHours(4)));
    }

    /** The same for as long as the pipeline waits, of events of these sources alone. */
    public static QuestionEntry listeningTo(List<String> from) {
        return of(from, Optional.empty());
    }

    private static QuestionEntry of(List<String> from, Optional<Duration> within) {
        return new QuestionEntry(
                "production",
                "Look at the change log first",
                EventPattern.compile("{\"labels\": {\"pipeline\": [{\"prefix\": \"prod-\"}]}}"),
                from,
                Severity.MEDIUM,
                List.of(new Target.Receiver("hook")),
                new Target.People(List.of(), List.of("platform"), Optional.empty(), Via.always(List.of())),
                true,
                2,
                within,
                "codepipeline");
    }
}
