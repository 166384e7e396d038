package io.tocsin.source.protocol;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.model.event.Accepted;
import io.tocsin.model.event.Arrival;
import io.tocsin.model.event.PayloadReader;
import io.tocsin.model.event.Reading;
import io.tocsin.net.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** The hub's own: any JSON or CloudEvent in, an id for each event back. Most webhooks need no other. */
public final class EventsProtocol implements Protocol {
    private final PayloadReader reader = new PayloadReader();

    @Override
    public Heard hear(Arrival arrival) {
        Reading reading = reader.read(arrival);
        if (reading instanceof Reading.Events events) {
            return new Heard.Events(events.drafts(), accepted -> accepted(accepted, events.batch()));
        }
        return new Heard.Refused(problem((Reading.Refused) reading));
    }

    /** Why an arrival can't become events, as a problem. */
    public static Problem problem(Reading.Refused refused) {
        return switch (refused.kind()) {
            case MALFORMED -> Problem.of(400, "Bad request", refused.detail());
            case UNSUPPORTED -> Problem.of(415, "Unsupported media type", refused.detail());
            case UNACCEPTABLE -> Problem.of(422, "Unprocessable content", refused.detail());
        };
    }

    private static Answer accepted(List<Accepted> all, boolean batch) {
        List<Integer> conflicts = new ArrayList<>();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < all.size(); i++) {
            Accepted one = all.get(i);
            list.add(json(one));
            if (one.status() == Accepted.Status.CONFLICT) {
                conflicts.add(i);
            }
        }
        if (!conflicts.isEmpty()) {
            return Answer.of(conflict(
                    batch ? "elements " + conflicts + ", counted from 0; the others were accepted" : "this event"));
        }
        return Answer.json(202, batch || list.isEmpty() ? list : list.get(0));
    }

    private static ObjectNode json(Accepted one) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", one.id())
                .put("status", one.status().word());
    }

    private static Problem conflict(String which) {
        return Problem.typed(
                "id-reused",
                422,
                "Id was used before with another body",
                which + "; send a changed event under an id of its own, such as a new Idempotency-Key");
    }
}
