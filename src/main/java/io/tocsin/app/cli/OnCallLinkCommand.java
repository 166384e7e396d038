package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub oncall link}. */
@Command(
        name = "link",
        description = "Make a secret link to a calendar of shifts, for a calendar program, and show it, this once.",
        mixinStandardHelpOptions = true,
        footer = {"./hub oncall link --schedule primary", "./hub oncall link --person ann"})
final class OnCallLinkCommand implements Callable<Integer> {

    /** Whose shifts. */
    static final class Whose {
        @Option(names = "--schedule", paramLabel = "SCHEDULE", description = "All shifts of a schedule.")
        private String schedule;

        @Option(names = "--person", paramLabel = "NAME", description = "A person's shifts in all schedules.")
        private String person;
    }

    @ArgGroup(multiplicity = "1")
    private Whose whose;

    @Option(names = "--as", paramLabel = "NAME", defaultValue = "", description = "Who you are, for the audit.")
    private String as;

    @Mixin
    private DataOptions hub;

    @Override
    public Integer call() {
        HubClient client = hub.client();
        String of = whose.schedule == null
                ? "/v1/people/" + HubClient.encode(whose.person)
                : "/v1/on-call/" + HubClient.encode(whose.schedule);
        JsonNode link =
                client.post(of + "/calendar", client.json().createObjectNode().put("as", as));
        hub.print(link, out -> {
            // The link alone on standard output, for a script to take.
            hub.err()
                    .println(link.path("id").asText()
                            + "; keep the link, it is shown only now, and whoever has it can read the calendar:");
            hub.err().flush();
            out.println(link.path("url").asText());
        });
        return 0;
    }
}
