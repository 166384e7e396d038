package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubProvisioning;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import io.tocsin.aws.access.AwsAccess;
import io.tocsin.aws.eventbridge.ProvisionOrder;
import io.tocsin.aws.eventbridge.ProvisioningException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub eventbridge provision}. */
@Command(
        name = "provision",
        description =
                "Makes the rules of an event bus that send to the hub's queue what the hub's rules need, and no more."
                        + " Without options the settings hub.eventbridge.* say which.",
        mixinStandardHelpOptions = true,
        footer = "./hub eventbridge provision --queue-arn arn:aws:sqs:eu-west-1:111122223333:ops-events --dry-run")
final class EventBridgeProvisionCommand implements Callable<Integer> {

    @Option(names = "--dry-run", description = "Only show the plan.")
    private boolean dryRun;

    @Option(names = "--queue-arn", paramLabel = "ARN", description = "The hub's queue.")
    private Optional<String> queueArn;

    @Option(names = "--bus", paramLabel = "NAME", description = "The event bus.")
    private Optional<String> bus;

    @Option(names = "--region", paramLabel = "REGION", description = "The bus's region; without it the queue's.")
    private Optional<String> region;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "This hub among others on the bus: its rules are tocsin-<NAME>-1 and so on.")
    private Optional<String> name;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Another address than AWS's for EventBridge.")
    private Optional<String> endpoint;

    @Mixin
    private AwsOptions aws;

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        HubSettings said = config.settings();
        HubSettings settings = with(said, Setting.EVENTBRIDGE_QUEUE, queueArn);
        settings = with(settings, Setting.EVENTBRIDGE_BUS, bus);
        settings = with(settings, Setting.EVENTBRIDGE_REGION, region);
        settings = with(settings, Setting.EVENTBRIDGE_NAME, name);
        settings = with(settings, Setting.EVENTBRIDGE_ENDPOINT, endpoint);
        try {
            AwsAccess access = new AwsAccess(
                    HubProvisioning.region(settings),
                    Optional.of(settings.text(Setting.EVENTBRIDGE_ENDPOINT))
                            .filter(url -> !url.isBlank())
                            .map(URI::create),
                    aws.identity(settings.text(Setting.EVENTBRIDGE_PROFILE)),
                    aws.role(settings.text(Setting.EVENTBRIDGE_ROLE), settings.text(Setting.EVENTBRIDGE_EXTERNAL_ID)));
            ProvisionOrder order = HubProvisioning.order(settings, access);
            List<String> steps = HubProvisioning.run(settings, order, dryRun);
            output.print(config.out(), json(steps), out -> steps.forEach(out::println));
        } catch (IllegalArgumentException | ProvisioningException wrong) {
            throw new CommandException(wrong.getMessage());
        }
        return 0;
    }

    private JsonNode json(List<String> steps) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("dryRun", dryRun);
        ArrayNode list = data.putArray("steps");
        steps.forEach(list::add);
        return data;
    }

    private static HubSettings with(HubSettings settings, Setting setting, Optional<String> value) {
        return value.map(said -> settings.with(setting, said)).orElse(settings);
    }
}
