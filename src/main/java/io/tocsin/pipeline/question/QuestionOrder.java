package io.tocsin.pipeline.question;

import io.tocsin.model.question.Vote;
import java.util.Optional;

/**
 * An answer as it comes.
 *
 * @param id the question's
 * @param vote what somebody wants
 * @param actor who and by which way, for the audit
 * @param once what a provider calls it, which may send it again; empty where nothing comes again by itself
 */
public record QuestionOrder(String id, Vote vote, String actor, Optional<String> once) {}
