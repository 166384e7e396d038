package io.tocsin.model.incident;

import java.util.List;
import java.util.Optional;

/** Which episodes that are over have to be remembered, since an address may still believe in them. */
final class Owed {

    /** Episodes that are kept where it is not at hand who was told what: the oldest beyond these are forgotten. */
    private static final int MOST = 16;

    private final Draft draft;

    Owed(Draft draft) {
        this.draft = draft;
    }

    /** Those during which an address was told last. */
    List<Matched.Span> of(List<Matched.Span> spans) {
        if (!draft.roster.isWhole()) {
            return spans.subList(Math.max(0, spans.size() - MOST), spans.size());
        }
        return spans.stream()
                .filter(span -> draft.told.stream().anyMatch(told -> span.holds(told.version())))
                .toList();
    }

    /** A match of an earlier episode, if somebody may have to hear of its end. */
    Optional<Matched> match(Matched match) {
        List<Matched.Span> owed = of(match.spans());
        return owed.isEmpty() ? Optional.empty() : Optional.of(match.overAt(owed));
    }
}
