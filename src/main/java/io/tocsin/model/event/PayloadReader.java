package io.tocsin.model.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a sender posted into events: a JSON object is one, a JSON array one per element, a CloudEvent in structured,
 * batch or binary form is one each, and an SNS notification is what is inside it.
 *
 * <p>A pure function of its input; safe for use by many threads. An element of an array that is no object is an event as
 * well: no mapping takes it, so it becomes a dead letter that somebody sees, and its neighbours pass. An array of nothing
 * else has no neighbours to save: it is refused as a whole. So is an empty one, but for a batch of CloudEvents, which may be
 * empty by its specification.
 */
public final class PayloadReader {
    /** Most events in one request. */
    public static final int MAX_EVENTS = 1000;

    /** Most characters of an Idempotency-Key. */
    public static final int MAX_KEY = 255;

    private final JsonSlices json = new JsonSlices();
    private final SnsEnvelope sns = new SnsEnvelope(json);
    private final CloudEvents cloudEvents = new CloudEvents();

    /**
     * Reads one arrival.
     *
     * @return its events, or why there are none; never throws for anything a sender can send
     */
    public Reading read(Arrival arrival) {
        try {
            checkKey(arrival.idempotencyKey());
            if (CloudEvents.isBinary(arrival.cloudEventHeaders())) {
                return binary(arrival);
            }
            MediaType type = MediaType.of(arrival.contentType());
            if (!type.isJson() || !type.isUtf8()) {
                throw new UnreadableException(
                        Reading.Kind.UNSUPPORTED,
                        "Content-Type must be application/json, application/cloudevents+json or"
                                + " application/cloudevents-batch+json, in UTF-8");
            }
            return structured(arrival, type.name());
        } catch (UnreadableException e) {
            return e.refusal();
        }
    }

    private Reading binary(Arrival arrival) throws UnreadableException {
        MediaType type = MediaType.of(arrival.contentType());
        if (type.isJson() && arrival.body().length > 0) {
            json.readAny(arrival.body());
        }
        byte[] body = cloudEvents.structured(arrival.cloudEventHeaders(), arrival.contentType(), arrival.body());
        JsonSlice slice = json.read(body, 1).slices().get(0);
        return events(arrival, List.of(draft(arrival, slice, MediaType.CLOUDEVENT)), false);
    }

    private Reading structured(Arrival arrival, String type) throws UnreadableException {
        JsonSlices.Body body = json.read(arrival.body(), MAX_EVENTS);
        if (type.equals(MediaType.CLOUDEVENT) && body.array()) {
            throw unacceptable("a single CloudEvent was announced, but the body is an array");
        }
        if (type.equals(MediaType.CLOUDEVENTS_BATCH) && !body.array()) {
            throw unacceptable("a batch of CloudEvents was announced, but the body is not an array");
        }
        if (body.array() && body.slices().isEmpty() && !type.equals(MediaType.CLOUDEVENTS_BATCH)) {
            throw unacceptable("the list is empty: there is no event in it; send an object, or a list of objects");
        }
        if (body.array() && !body.slices().isEmpty() && body.slices().stream().noneMatch(JsonSlice::isObject)) {
            throw unacceptable("no element of the array is an object");
        }
        boolean announced = type.equals(MediaType.CLOUDEVENT) || type.equals(MediaType.CLOUDEVENTS_BATCH);
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < body.slices().size(); i++) {
            JsonSlice slice = body.slices().get(i);
            if (announced) {
                cloudEvents.check(slice.bytes());
            }
            Optional<List<EventDraft>> inside =
                    announced ? Optional.empty() : sns.open(slice, arrival.source(), arrival.attributes());
            if (inside.isPresent()) {
                drafts.addAll(inside.get());
            } else {
                drafts.add(
                        draft(arrival, slice, ExternalId.isCloudEvent(slice) ? MediaType.CLOUDEVENT : MediaType.JSON));
            }
            if (drafts.size() > MAX_EVENTS) {
                throw unacceptable(
                        "more than " + MAX_EVENTS + " events in one request, with those inside SNS envelopes");
            }
        }
        return events(arrival, drafts, body.array() || drafts.size() > 1);
    }

    private static EventDraft draft(Arrival arrival, JsonSlice slice, String type) {
        Map<String, String> facts = new HashMap<>(arrival.attributes());
        if (type.equals(MediaType.CLOUDEVENT)) {
            facts.put("ce-type", slice.texts().get("type"));
        }
        return new EventDraft(arrival.source(), ExternalId.of(slice), type, slice.bytes(), facts);
    }

    /** Where the sender gave the message an id, that is every event's, whatever the event brought. */
    private static Reading events(Arrival arrival, List<EventDraft> drafts, boolean batch) {
        Optional<String> given = arrival.givenId();
        if (given.isEmpty()) {
            return new Reading.Events(drafts, batch);
        }
        String key = given.get();
        List<EventDraft> keyed = new ArrayList<>(drafts.size());
        for (EventDraft draft : drafts) {
            String id = batch ? key + "/" + keyed.size() : key;
            keyed.add(new EventDraft(
                    draft.source(),
                    Optional.of(id),
                    draft.contentType(),
                    draft.body(),
                    draft.attributes(),
                    draft.identity()));
        }
        return new Reading.Events(keyed, batch);
    }

    private static void checkKey(Optional<String> key) throws UnreadableException {
        if (key.isPresent()) {
            String value = key.get();
            boolean printable = value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
            if (value.isBlank() || value.length() > MAX_KEY || !printable) {
                throw new UnreadableException(
                        Reading.Kind.MALFORMED,
                        "Idempotency-Key must be 1 to " + MAX_KEY + " printable ASCII characters");
            }
        }
    }

    private static UnreadableException unacceptable(String detail) {
        return new UnreadableException(Reading.Kind.UNACCEPTABLE, detail);
    }
}
