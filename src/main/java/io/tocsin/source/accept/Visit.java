package io.tocsin.source.accept;

import io.tocsin.model.event.Arrival;
import io.tocsin.net.problem.Problem;
import io.tocsin.net.server.LastWords;
import io.tocsin.source.proof.Verdict;
import io.tocsin.source.protocol.Answer;
import io.tocsin.source.protocol.Heard;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One request, from its head to its answer: what it may cost in memory is held from the first byte of its body on, and given
 * back with the answer.
 */
final class Visit {
    /** A larger body is read on another thread: 32 KiB take an event loop less than a millisecond. */
    private static final int QUICK = 32 * 1024;

    /** Stores events and tells when it is done, on any thread. */
    interface Storing {
        void store(Arrival arrival, Heard.Events events, Consumer<Answer> then);
    }

    /**
     * What the visits of one path share.
     *
     * @param options of the path
     * @param gate decides who may come in
     * @param ending what is told of how it ended
     * @param responder answers
     * @param refusals what the operator learns
     * @param storing stores events
     * @param left counts a visit out whose body was asked for
     */
    record Room(
            AcceptEndpoint options,
            Gate gate,
            Ending ending,
            Responder responder,
            RefusalLog refusals,
            Storing storing,
            Runnable left) {}

    private final Asking asking;
    private final RoutingContext context;
    private final Context loop;
    private final Room room;
    private final BodyBytes.Share share;
    private boolean authenticated;

    /** On the request's event loop. */
    Visit(Asking asking, Room room) {
        this.asking = asking;
        this.context = asking.context();
        this.loop = context.vertx().getOrCreateContext();
        this.room = room;
        this.share = room.options.bodies().share(!room.gate.waitsForBody());
    }

    /** Whether its head lets it in; if not, it is answered. */
    boolean mayCome() {
        Optional<Gate.Refusal> refusal = room.gate.refuse(context.request(), asking.claim(new byte[0]));
        authenticated =
                !room.gate.waitsForBody() && refusal.map(Gate.Refusal::believed).orElse(true);
        refusal.ifPresent(refused -> room.responder.refuse(context, noted(refused)));
        return refusal.isEmpty();
    }

    /** Answers before its body was asked for. */
    void refuse(Problem problem) {
        room.responder.refuse(context, later(problem));
    }

    /** Reads its body and does what it asks. */
    void read() {
        HttpServerRequest request = context.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        AcceptEndpoint options = room.options;
        BodyCollector.collect(request, context.vertx(), options.getMaxBody(), options.getBodyTimeout(), share::take)
                .onSuccess(body -> believe(body.getBytes()))
                .onFailure(failure -> {
                    leave();
                    cutOff(failure);
                });
    }

    private void cutOff(Throwable failure) {
        if (failure instanceof BodyCollector.NoRoom) {
            room.responder.refuseAndClose(context, later(Refusals.NO_ROOM));
        } else if (failure instanceof BodyCollector.TooLarge && room.gate.waitsForBody()) {
            // Without the field that closes: an unknown source's refusal has none.
            room.responder.refuse(context, noted(room.gate.tooLarge()));
        } else if (failure instanceof BodyCollector.TooLarge) {
            room.responder.refuseAndClose(context, noted(room.gate.tooLarge()));
        } else if (failure instanceof BodyCollector.TooSlow) {
            room.responder.refuseAndClose(context, refused(Refusals.TOO_SLOW));
        } else {
            // A chunk that is none. Or the sender is gone: then nobody reads it.
            room.responder.refuseAndClose(context, refused(Refusals.BROKEN));
            LastWords.send(context.request());
        }
    }

    private void believe(byte[] body) {
        if (!room.gate.waitsForBody()) {
            hear(body, Optional.empty());
            return;
        }
        room.gate
                .verify(asking.claim(body))
                .whenComplete((verdict, fault) -> loop.runOnContext(back -> {
                    if (fault != null) {
                        // The sender gets its answer, and its place is given back: a stop would wait for it.
                        answer(room.ending.failed(fault));
                        return;
                    }
                    Optional<Gate.Refusal> refusal = room.gate.believe(asking.source(), verdict);
                    if (refusal.isPresent()) {
                        answer(noted(refusal.get()));
                    } else {
                        authenticated = true;
                        share.prove();
                        hear(body, ((Verdict.Genuine) verdict).id());
                    }
                }));
    }

    private void hear(byte[] body, Optional<String> provenId) {
        if (!share.takeTrees(body)) {
            answer(later(Refusals.NO_ROOM));
            return;
        }
        Arrival arrival = asking.arrival(body, room.gate.waitsForBody(), provenId);
        if (body.length <= QUICK) {
            hear(arrival);
            return;
        }
        try {
            room.options.readers().execute(() -> hear(arrival));
        } catch (RejectedExecutionException stopping) {
            answer(room.ending.failed(stopping));
        }
    }

    private void hear(Arrival arrival) {
        try {
            Heard heard = room.options.protocol().hear(arrival);
            if (heard instanceof Heard.Refused refused) {
                answerOnLoop(refused(refused.problem()));
            } else if (heard instanceof Heard.Aside aside) {
                aside.answer()
                        .whenComplete(
                                (answer, fault) -> answerOnLoop(fault == null ? answer : room.ending.failed(fault)));
            } else if (heard instanceof Heard.Events events && events.drafts().isEmpty()) {
                answerOnLoop(events.answer().apply(List.of()));
            } else if (heard instanceof Heard.Events events) {
                room.storing.store(arrival, events, this::answerOnLoop);
            }
        } catch (RuntimeException | StackOverflowError fault) {
            answerOnLoop(room.ending.failed(fault));
        }
    }

    private void answerOnLoop(Answer answer) {
        loop.runOnContext(back -> answer(answer));
    }

    private void answer(Answer answer) {
        leave();
        room.responder.answer(context, answer);
    }

    private void leave() {
        share.giveBack();
        room.left.run();
    }

    private Answer later(Problem problem) {
        note(Refusals.reason(problem), problem.detail());
        return room.ending.later(problem);
    }

    private Answer refused(Problem problem) {
        note(Refusals.reason(problem), problem.detail());
        return room.options.protocol().refuse(problem);
    }

    private Answer noted(Gate.Refusal refusal) {
        note(refusal.reason(), refusal.why());
        return room.ending.of(refusal);
    }

    private void note(String reason, String why) {
        boolean known = authenticated || !room.options.getSource().isEmpty();
        room.refusals.note(asking.source(), known, reason, why);
    }
}
