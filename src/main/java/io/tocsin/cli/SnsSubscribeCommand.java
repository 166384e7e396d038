package io.tocsin.cli;

import io.tocsin.aws.AwsAccess;
import io.tocsin.sns.TopicSubscription;
import java.io.PrintWriter;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./hub sns subscribe}. */
@Command(
        name = "subscribe",
        description = "Subscribes the hub's queue to a topic, and shows the policy that the queue needs for it."
                + " What is subscribed already stays as it is.",
        mixinStandardHelpOptions = true)
final class SnsSubscribeCommand implements Callable<Integer> {

    @Option(names = "--topic", paramLabel = "ARN", required = true, description = "The topic.")
    private String topic;

    @Option(
            names = "--queue",
            paramLabel = "NAME",
            required = true,
            description = "The hub's queue: its ARN, or its name where it is in the topic's region and account.")
    private String queue;

    @Option(names = "--dry-run", description = "Only show what would be done, and the policy.")
    private boolean dryRun;

    @Option(names = "--endpoint", paramLabel = "URL", description = "Another address than AWS's for SNS.")
    private Optional<String> endpoint;

    @Mixin
    private AwsOptions aws;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter out = command.commandLine().getOut();
        CamelContext context = new DefaultCamelContext();
        context.start();
        try {
            TopicSubscription subscription = TopicSubscription.of(topic, queue);
            AwsAccess access =
                    new AwsAccess(subscription.region(), endpoint.map(URI::create), aws.identity(""), aws.role("", ""));
            subscription.run(context, access, dryRun).forEach(out::println);
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(wrong.getMessage());
        } finally {
            context.stop();
        }
        return 0;
    }
}
