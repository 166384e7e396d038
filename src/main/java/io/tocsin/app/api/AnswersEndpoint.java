package io.tocsin.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.answer.CommentText;
import io.tocsin.model.question.Choice;
import io.tocsin.model.question.Question;
import io.tocsin.model.question.Vote;
import io.tocsin.pipeline.answer.AnswerDesk;
import io.tocsin.pipeline.answer.AnswerNote;
import io.tocsin.pipeline.answer.Answered;
import io.tocsin.pipeline.answer.Answering;
import io.tocsin.pipeline.link.AnswerLinks;
import io.tocsin.pipeline.question.QuestionAnswered;
import io.tocsin.pipeline.question.QuestionOrder;
import io.tocsin.pipeline.question.Questions;
import io.tocsin.store.sql.Id;
import java.util.Optional;

/**
 * The page behind an answer link. GET and HEAD show it and change nothing, however often mail scanners and previews follow the link; its
 * buttons POST, and lead to a GET that shows what was done. Whatever opens nothing is the same 404.
 *
 * <p>A forged request from another site needs the link itself, which is all that the hub asks for: no cookie or login goes with a request by
 * itself, so there is nothing for a token against that to protect.
 */
final class AnswersEndpoint {

    /** The parameter with what was done. */
    private static final String NOTE = "done";

    /** Of a comment, as the page's field has it: of any letters it fits in a form. */
    private static final int COMMENT = 900;

    private final AnswerDesk desk;
    private final Questions questions;
    private final AnswerPage page;

    AnswersEndpoint(AnswerDesk desk, Questions questions, AnswerPage page) {
        this.desk = desk;
        this.questions = questions;
        this.page = page;
    }

    void mountOn(Desk at) {
        at.page(
                AnswerLinks.PATH + ":token",
                path -> desk.isValid(path.get("token")),
                new Desk.Page(this::show, this::act, page::trouble));
    }

    private Reply show(Request request) {
        Answering who = open(request);
        return shown(who, 200, request.query(NOTE).flatMap(text -> desk.note(who, text)));
    }

    /** A page that is loaded again after that, or restored by a phone, only shows. */
    private Reply act(Request request) {
        Answering who = open(request);
        if (isConfirmed(request) && !isOfQuestion(who)) {
            return confirmed(who, request);
        }
        String act = request.body().path("act").asText("");
        Answered answered = isOfQuestion(who)
                ? vote(who, act, request.body().path("comment").asText(""))
                : desk.act(
                                who,
                                act,
                                request.body().path("name").asText(""),
                                request.body().path("text").asText(""))
                        .orElseThrow(() -> RefusedException.badRequest("There is no act " + act + "."));
        AnswerNote done = new AnswerNote(act, answered);
        return answered.outcome() == Answered.Outcome.REFUSED
                ? shown(who, 409, Optional.of(done))
                : page.elsewhere(request.path().get("token") + "?" + NOTE + "=" + desk.noted(who, done));
    }

    /** As Pushover posts it once somebody confirmed an emergency: https://pushover.net/api/receipts#callback. */
    private static boolean isConfirmed(Request request) {
        return request.body().path("receipt").asText().matches("[A-Za-z0-9]{1,100}")
                && request.body().path("acknowledged").asText().equals("1");
    }

    /** Whoever posted that reads nothing, and a refusal would bring it again. It counts once, as where it is asked for. */
    private Reply confirmed(Answering who, Request request) {
        String user = request.body().path("acknowledged_by").asText("");
        String receipt = request.body().path("receipt").asText();
        desk.confirm(who, desk.name("pushover", user).orElse(""), "pushover " + receipt);
        return shown(who, 200, Optional.empty());
    }

    private Answering open(Request request) {
        return desk.open(request.path().get("token")).orElseThrow(AnswersEndpoint::nothing);
    }

    private static boolean isOfQuestion(Answering who) {
        return Id.QUESTION.names(who.incidentId());
    }

    /** In the name of the person whose link it is: what anybody can read answers for nobody. */
    private Answered vote(Answering who, String act, String comment) {
        Choice choice =
                Choice.ofWord(act).orElseThrow(() -> RefusedException.badRequest("There is no answer " + act + "."));
        QuestionAnswered answered = questions.answer(new QuestionOrder(
                who.incidentId(),
                new Vote(who.person(), who.by(""), "link", choice, CommentText.cut(CommentText.of(comment), COMMENT)),
                who.actor(""),
                Optional.empty()));
        if (answered.question().isEmpty()) {
            throw nothing();
        }
        Optional<String> refused = answered.refused();
        return new Answered(
                refused.isPresent()
                        ? Answered.Outcome.REFUSED
                        : answered.changed() ? Answered.Outcome.DONE : Answered.Outcome.DONE_BEFORE,
                Optional.empty(),
                Optional.empty(),
                refused.orElse(""));
    }

    private Reply shown(Answering who, int status, Optional<AnswerNote> done) {
        if (isOfQuestion(who)) {
            Question question = questions.find(who.incidentId()).orElseThrow(AnswersEndpoint::nothing);
            return page.of(status, who, question, questions.mayAnswer(question, who.person()), done);
        }
        ObjectNode incident = desk.show(who).orElseThrow(AnswersEndpoint::nothing);
        return page.of(status, who, incident, desk.offered(incident), done);
    }

    private static RefusedException nothing() {
        return RefusedException.notFound("");
    }
}
