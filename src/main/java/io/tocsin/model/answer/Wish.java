package io.tocsin.model.answer;

import io.tocsin.model.incident.DoneThere;
import java.util.Optional;

/**
 * What somebody wants.
 *
 * @param act what
 * @param incident the hub's id of the incident
 * @param text what they say; empty but for a comment
 * @param by their name, for readers
 * @param actor the same with the way, for the audit
 * @param once what tells this from all else that people did: it has an effect once, however often it comes; empty where nothing comes again
 *     by itself
 * @param there when it was done to a ticket: what is older than what was taken has no effect; empty where who comes first is first
 */
public record Wish(
        AnswerAct act,
        String incident,
        String text,
        String by,
        String actor,
        Optional<String> once,
        Optional<DoneThere> there) {}
