package io.tocsin.app.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.pipeline.answer.AnswerDesk;
import io.tocsin.pipeline.answer.AnswerNote;
import io.tocsin.pipeline.answer.Answered;
import io.tocsin.pipeline.answer.Answering;
import io.tocsin.pipeline.link.AnswerLinks;
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

    private final AnswerDesk desk;
    private final AnswerPage page;

    AnswersEndpoint(AnswerDesk desk, AnswerPage page) {
        this.desk = desk;
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
        if (isConfirmed(request)) {
            return confirmed(who, request.body().path("acknowledged_by").asText(""));
        }
        String act = request.body().path("act").asText("");
        Answered answered = act(
                who,
                act,
                request.body().path("name").asText(""),
                request.body().path("text").asText(""));
        AnswerNote done = new AnswerNote(act, answered);
        return answered.outcome() == Answered.Outcome.REFUSED
                ? shown(who, 409, Optional.of(done))
                : page.elsewhere(request.path().get("token") + "?" + NOTE + "=" + desk.noted(who, done));
    }

    private Answered act(Answering who, String act, String name, String text) {
        return desk.act(who, act, name, text)
                .orElseThrow(() -> RefusedException.badRequest("There is no act " + act + "."));
    }

    /** As Pushover posts it once somebody confirmed an emergency: https://pushover.net/api/receipts#callback. */
    private static boolean isConfirmed(Request request) {
        return request.body().has("receipt")
                && request.body().path("acknowledged").asText().equals("1");
    }

    /** Whoever posted that reads nothing, and a refusal would bring it again. */
    private Reply confirmed(Answering who, String user) {
        act(who, "acknowledge", desk.name("pushover", user).orElse(""), "");
        return shown(who, 200, Optional.empty());
    }

    private Answering open(Request request) {
        return desk.open(request.path().get("token")).orElseThrow(AnswersEndpoint::nothing);
    }

    private Reply shown(Answering who, int status, Optional<AnswerNote> done) {
        ObjectNode incident = desk.show(who).orElseThrow(AnswersEndpoint::nothing);
        return page.of(status, who, incident, desk.offered(incident), done);
    }

    private static RefusedException nothing() {
        return RefusedException.notFound("");
    }
}
