package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * In jq an object with one field that gives nothing is nothing as a whole. So a field that is missing, or of another
 * type, may make the mapping fail, which is seen; but only the word that says what happened may make it tell nothing.
 */
@Tag("slow")
class MissingFieldTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The words that say what happened, and the objects that hold them. */
    private static final Set<String> DECIDING = Set.of(
            "action",
            "alerts",
            "check_suite",
            "conclusion",
            "deployment_status",
            "object_attributes",
            "phase",
            "state",
            "status",
            "workflow_run");

    /** The same of the events of AWS. */
    private static final Set<String> DECIDING_FOR_AWS = Set.of(
            "EventID",
            "NewStateValue",
            "build-status",
            "completed-phase-status",
            "eventName",
            "findings",
            "lastStatus",
            "operation",
            "state",
            "status",
            "stoppedReason",
            "value");

    private static final List<JsonNode> OTHERS = List.of(
            MissingNode.getInstance(),
            JSON.nullNode(),
            JSON.objectNode(),
            JSON.arrayNode(),
            JSON.textNode(""),
            JSON.numberNode(7));

    @Test
    void onlyTheWordThatSaysWhatHappenedMakesAnAlertDisappear() throws IOException {
        assertThat(deciding(SenderSamples.files())).isSubsetOf(DECIDING);
    }

    @Test
    void onlyTheWordThatSaysWhatHappenedMakesAnAlertOfAwsDisappear() throws IOException {
        assertThat(deciding(SenderSamples.files("aws"))).isSubsetOf(DECIDING_FOR_AWS);
    }

    private static Set<String> deciding(List<Path> samples) throws IOException {
        Set<String> deciding = new TreeSet<>();
        for (Path sample : samples) {
            Payload payload = SenderSamples.payload(sample);
            if (told(SenderSamples.MAPPINGS.map(payload)) > 0) {
                deciding.addAll(fieldsWithoutWhichNothingIsTold(payload));
            }
        }
        return deciding;
    }

    private static Set<String> fieldsWithoutWhichNothingIsTold(Payload payload) {
        Set<String> names = new TreeSet<>();
        for (JsonPointer place : places(payload.content(), JsonPointer.empty())) {
            String name = place.last().getMatchingProperty();
            for (JsonNode other : OTHERS) {
                JsonNode content = payload.content().deepCopy();
                ObjectNode parent = (ObjectNode) content.at(place.head());
                if (other.isMissingNode()) {
                    parent.remove(name);
                } else {
                    parent.set(name, other);
                }
                MapResult result = SenderSamples.MAPPINGS.map(
                        new Payload(content, payload.source(), payload.headers(), payload.receivedAt()));
                if (told(result) == 0) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    /** The places of all fields of objects within objects; what a list holds is as its first element. */
    private static List<JsonPointer> places(JsonNode json, JsonPointer at) {
        List<JsonPointer> places = new ArrayList<>();
        if (json.isArray() && !json.isEmpty()) {
            return places(json.get(0), at.appendIndex(0));
        }
        json.fields().forEachRemaining(field -> {
            JsonPointer place = at.appendProperty(field.getKey());
            places.add(place);
            places.addAll(places(field.getValue(), place));
        });
        return places;
    }

    /** How many alerts, good or bad; a mapping that fails or that does not take it is seen, too. */
    private static int told(MapResult result) {
        return result instanceof MapResult.Mapped mapped
                ? mapped.alerts().size() + mapped.bad().size()
                : 1;
    }
}
