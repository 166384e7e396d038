package io.tocsin.pipeline.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.model.event.EventDraft;
import io.tocsin.model.event.KeptHeaders;
import io.tocsin.store.sql.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An event as its row will have it, made by the thread that received it: the one that commits has enough to do.
 *
 * @param draft what arrived
 * @param body its body as text
 * @param attributes its attributes as JSON text
 * @param headers the header fields that are decided by
 */
record Arrived(EventDraft draft, String body, String attributes, Map<String, String> headers) {

    static Arrived of(ObjectMapper json, EventDraft draft) {
        return new Arrived(
                draft,
                new String(draft.body(), StandardCharsets.UTF_8),
                JsonText.of(json, draft.attributes()),
                KeptHeaders.of(draft.attributes()));
    }
}
