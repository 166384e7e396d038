package io.tocsin.pipeline.question;

import io.tocsin.model.question.Approval;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.recipient.Resolution;
import java.util.Optional;

/**
 * What an event says of what is asked, or was.
 *
 * @param eventId the event
 * @param source the hub's source that took it
 * @param approval what it says
 * @param entry the entry that asks it, of all that is awaited; empty where nothing is to be asked
 * @param to who is notified, and who is not who should be
 */
public record QuestionNews(
        String eventId, String source, Approval approval, Optional<QuestionEntry> entry, Resolution to) {

    /** Whether it is asked and people hear it: then it is no alert as well. */
    public boolean isTold() {
        return entry.isPresent() && !to.drafts().isEmpty();
    }

    /** Why somebody does not hear it who should, in a line; empty where nobody is missing. */
    Optional<String> lost() {
        if (entry.isEmpty() || !to.drafts().isEmpty() && to.lost().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(to.lost().isEmpty() ? "nobody is notified of it" : String.join("; ", to.lost()));
    }
}
