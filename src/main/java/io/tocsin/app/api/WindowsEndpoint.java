package io.tocsin.app.api;

import static io.tocsin.app.api.Endpoint.responder;
import static io.tocsin.app.api.Endpoint.viewer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.silence.Occasion;
import io.tocsin.model.silence.PlannedWindow.State;
import io.tocsin.model.silence.Recurrence;
import io.tocsin.model.silence.Scope;
import io.tocsin.pipeline.silence.WindowAnswer;
import io.tocsin.pipeline.silence.WindowDesk;
import io.tocsin.pipeline.silence.WindowOrder;
import io.tocsin.pipeline.silence.WindowPages;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@code /v1/windows}. */
final class WindowsEndpoint {

    private static final int DEFAULT_LIMIT = 100;

    /** So many of the next times are told before a window is made. */
    private static final int OCCASIONS = 5;

    private static final Map<String, Set<State>> STATES = Map.of(
            "open", EnumSet.of(State.PENDING, State.ACTIVE),
            "pending", EnumSet.of(State.PENDING),
            "active", EnumSet.of(State.ACTIVE),
            "over", EnumSet.of(State.OVER),
            "all", EnumSet.allOf(State.class));

    private final WindowDesk desk;
    private final Supplier<NotifyFields> notify;
    private final InstantSource clock;
    private final ObjectMapper json;

    /** @param notify reads whom there is to be told */
    WindowsEndpoint(WindowDesk desk, Supplier<NotifyFields> notify, InstantSource clock, ObjectMapper json) {
        this.desk = desk;
        this.notify = notify;
        this.clock = clock;
        this.json = json;
    }

    void bind(Operations operations) {
        operations.answer("listWindows", viewer(this::list));
        operations.answer("showWindow", viewer(this::show));
        operations.answer("addWindow", responder(this::add));
        operations.answer("endWindow", responder(this::end));
        operations.answer("previewWindow", viewer(this::preview));
    }

    private Reply list(Request request) {
        WindowPages.Filter filter = new WindowPages.Filter(
                request.oneOf("state", "open", STATES), request.query("text").orElse(""));
        return Reply.page(
                "windows",
                desk.pages()
                        .page(
                                filter,
                                request.limit(DEFAULT_LIMIT),
                                request.query("after").orElse("")),
                this::window);
    }

    private Reply show(Request request) {
        return reply(200, find(request.id()));
    }

    private Reply add(Request request) {
        Fields fields = new Fields(request.body());
        Scope scope = ScopeFields.read(fields.body());
        Recurrence times = WindowTimes.read(fields);
        WindowOrder.Add add = new WindowOrder.Add(
                scope,
                times,
                notify.get().read(fields.body().path("notify")),
                ScopeFields.author(fields, request.holderName()),
                ScopeFields.comment(fields, "window"));
        ScopeFields.confirm(request, fields, desk.preview(), scope, "window");
        return answer(201, new WindowOrder(request.actor(), add), "");
    }

    /** Also when it would go on: that a rule means what somebody thinks it does is seen best so. */
    private Reply preview(Request request) {
        Fields fields = new Fields(request.body());
        Scope scope = ScopeFields.read(fields.body());
        Recurrence times = WindowTimes.read(fields);
        ObjectNode found = ScopeFields.found(json, desk.preview().of(scope));
        ArrayNode occasions = found.putArray("occasions");
        Instant now = clock.instant();
        Optional<Occasion> next = times.at(now).or(() -> times.next(now));
        for (int i = 0; i < OCCASIONS && next.isPresent(); i++) {
            occasions.add(occasion(next.get()));
            next = times.next(next.get().begin());
        }
        return Reply.json(found);
    }

    private Reply end(Request request) {
        String reason = ScopeFields.reason(request);
        desk.pages().find(request.id()).flatMap(WindowPages.Shown::place).ifPresent(place -> {
            throw new RefusedException(
                    409,
                    "Conflict",
                    "The window " + request.id() + " is written in " + place
                            + ": remove or change it there; the hub follows the file within seconds.");
        });
        return answer(
                200,
                new WindowOrder(request.actor(), new WindowOrder.End(request.id(), reason), request.expected()),
                request.id());
    }

    private Reply answer(int status, WindowOrder order, String id) {
        WindowAnswer answer = desk.take(order);
        answer.refused().ifPresent(why -> {
            throw switch (why) {
                case NOT_FOUND -> notFound(id);
                case CHANGED -> EntityTag.changed("The window " + id);
                case OVER -> new RefusedException(409, "Conflict", "The window " + id + " is over already.");
                case PAST ->
                    RefusedException.badRequest(
                            "The window would never go on: all of it is past; expected a start, or a"
                                    + " repeat, with a time from now on.");
                case TOO_MANY ->
                    new RefusedException(
                            409, "Conflict", "There are too many windows that are not over; end some first.");
            };
        });
        return reply(status, find(answer.window().orElseThrow().id()));
    }

    /** One of a file has no version: it is changed there. */
    private Reply reply(int status, WindowPages.Shown shown) {
        Reply reply = Reply.json(status, window(shown));
        return shown.place().isPresent() ? reply : reply.versioned(String.valueOf(WindowOrder.version(shown.overAt())));
    }

    private WindowPages.Shown find(String id) {
        return desk.pages().find(id).orElseThrow(() -> notFound(id));
    }

    private static RefusedException notFound(String id) {
        return RefusedException.notFound("No window has the id " + id
                + ", nor that name in a rules file; it may have been removed after hub.retention.");
    }

    private ObjectNode window(WindowPages.Shown shown) {
        ObjectNode node = json.createObjectNode()
                .put("id", shown.id())
                .put("state", shown.state().word())
                .put("from", shown.place().isPresent() ? "file" : "api");
        shown.place().ifPresent(place -> node.put("file", place));
        shown.occasion().ifPresent(occasion -> node.set("occasion", occasion(occasion)));
        WindowTimes.write(json, node, shown.times());
        if (!shown.targets().isEmpty()) {
            node.set("notify", NotifyFields.write(shown.targets()));
        }
        if (!shown.author().isEmpty()) {
            node.put("author", shown.author());
        }
        node.put("comment", shown.comment());
        shown.madeAt().ifPresent(made -> node.put("madeAt", made.toString()));
        shown.overAt().ifPresent(over -> node.put("overAt", over.toString()));
        node.put("holds", shown.holds());
        ScopeFields.write(node, shown.scope());
        return node;
    }

    private ObjectNode occasion(Occasion occasion) {
        return json.createObjectNode()
                .put("begins", occasion.begin().toString())
                .put("ends", occasion.end().toString());
    }
}
