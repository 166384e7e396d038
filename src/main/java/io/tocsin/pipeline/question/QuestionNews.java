package io.tocsin.pipeline.question;

import io.tocsin.model.question.Approval;
import io.tocsin.model.question.QuestionEntry;
import io.tocsin.model.recipient.Address;
import java.util.List;
import java.util.Optional;

/**
 * What an event says of what is asked, or was.
 *
 * @param approval what it says
 * @param entry the entry that asks it; empty where none does, or nothing is to be asked
 * @param to who is notified
 */
public record QuestionNews(Approval approval, Optional<QuestionEntry> entry, List<Address> to) {

    /** Freezes the list. */
    public QuestionNews {
        to = List.copyOf(to);
    }
}
