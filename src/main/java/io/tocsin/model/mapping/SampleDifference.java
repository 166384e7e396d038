package io.tocsin.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.files.Finding;
import io.tocsin.model.alert.Alert;
import io.tocsin.model.alert.AlertJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How what a sample gave differs from what was expected of it.
 *
 * @param file the file with the expected alerts
 * @param mapping the mapping whose sample it is
 */
record SampleDifference(String file, Mapping mapping) {

    List<Finding> findings(JsonNode expected, MapResult result) {
        if (!expected.isArray()) {
            return List.of(finding("no list", "a JSON list of alerts"));
        }
        if (result instanceof MapResult.Mapped mapped) {
            return mapped.mapping().equals(mapping.name())
                    ? alerts(expected, mapped)
                    : List.of(finding("the sample is taken by mapping `" + mapped.mapping() + "`", mapping.name()));
        }
        String reason =
                result instanceof MapResult.Failed failed ? failed.reason() : ((MapResult.Unmapped) result).reason();
        return List.of(finding(reason, count(expected.size())));
    }

    private List<Finding> alerts(JsonNode expected, MapResult.Mapped mapped) {
        List<Finding> findings = new ArrayList<>();
        mapped.bad().forEach(bad -> findings.add(finding("output " + bad.index() + ": " + bad.reason(), "an alert")));
        List<Alert> alerts = mapped.alerts();
        if (alerts.size() != expected.size()) {
            findings.add(finding(count(alerts.size()), count(expected.size())));
            return findings;
        }
        for (int i = 0; i < alerts.size(); i++) {
            compare(i, expected.get(i), AlertJson.write(alerts.get(i)), findings);
        }
        return findings;
    }

    private void compare(int number, JsonNode expected, JsonNode found, List<Finding> findings) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            JsonNode there = found.path(field.getKey());
            if (!there.equals(field.getValue())) {
                String where = "alert " + (number + 1) + ": " + field.getKey() + " = ";
                findings.add(
                        finding(there.isMissingNode() ? where + "nothing" : where + there, where + field.getValue()));
            }
        }
    }

    private Finding finding(String found, String expected) {
        return new Finding(
                file, 0, found, expected, "correct " + mapping.jq() + ", or this file if the new alerts are right");
    }

    private static String count(int alerts) {
        return alerts == 1 ? "1 alert" : alerts + " alerts";
    }
}
