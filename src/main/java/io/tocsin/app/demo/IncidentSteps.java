package io.tocsin.app.demo;

import java.util.List;
import java.util.UUID;

/** The second part of the tour: what belongs together is one incident, and is held back when somebody says so. */
final class IncidentSteps {

    private static final String SOURCE = "nodes";
    private static final String RULE = "demo-nodes";

    private final Samples samples;
    private String incident = "";

    IncidentSteps(Samples samples) {
        this.samples = samples;
    }

    List<Step> steps() {
        return List.of(new Step(
                "Three nodes of a cluster fail: one incident, one message; a silence holds back what joins it until it ends",
                stage -> {
                    group(stage);
                    silence(stage);
                }));
    }

    private void group(Stage stage) throws MissingException {
        String last = "";
        for (String node : List.of("n1", "n2", "n3")) {
            last = fails(stage, node);
        }
        incident = stage.incidentOf(last, RULE);
        stage.heard(ChatSink.RECEIVER, incident, "the message about " + incident);
        stage.screen()
                .fact(
                        "why",
                        "demo-cluster",
                        "alerts of one cluster are one incident; rule " + RULE + " waits a second");
    }

    private void silence(Stage stage) throws MissingException {
        stage.clear();
        String silence =
                stage.demo().client().silence("cluster=\"" + samples.cluster() + "\"", "the cluster is being upgraded");
        stage.screen().fact("silence", silence, "cluster=\"" + samples.cluster() + "\", for 5 minutes");
        fails(stage, "n4");
        String held = stage.patience()
                .await("node n4 to be held back", () -> stage.demo().traces().heldBy(incident));
        stage.screen().fact("held", incident, "by " + held);
        stage.clear();
        stage.demo().client().endSilence(silence);
        stage.screen().fact("ended", silence, "by the API");
        Receipt receipt = stage.heard(ChatSink.RECEIVER, incident, "the message about what still fires");
        if (!receipt.mentions("n4")) {
            throw new MissingException("expected the message after the silence to name n4, got " + receipt.headline());
        }
    }

    private String fails(Stage stage, String node) throws MissingException {
        return stage.post(SOURCE, samples.node(node), UUID.randomUUID().toString(), "accepted");
    }
}
