package io.tocsin.model.incident;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which episodes that are over have to be remembered, since an address may still believe in them. */
final class Owed {

    /** Newest episodes that are kept where what is told is decided later, whoever was told what. */
    private static final int MOST = 16;

    private final Draft draft;

    Owed(Draft draft) {
        this.draft = draft;
    }

    /** Those during which an address was told last. */
    List<Matched.Span> of(List<Matched.Span> spans) {
        int newest = draft.roster.isWhole() ? spans.size() : spans.size() - MOST;
        return IntStream.range(0, spans.size())
                .filter(i -> i >= newest
                        || draft.told.stream().anyMatch(told -> spans.get(i).holds(told.version())))
                .mapToObj(spans::get)
                .toList();
    }

    /** A match of an earlier episode, if somebody may have to hear of its end. */
    Optional<Matched> match(Matched match) {
        List<Matched.Span> owed = of(match.spans());
        return owed.isEmpty() ? Optional.empty() : Optional.of(match.overAt(owed));
    }
}
