package io.tocsin.source.slack;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.source.accept.SourceName;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** One app of Slack's whose clicks and commands come over sockets. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "slack-socket",
        title = "Slack socket",
        syntax = "slack-socket:source",
        consumerOnly = true,
        category = Category.CHAT)
public class SlackSocketEndpoint extends DefaultEndpoint {

    @UriPath(description = "The app's name in the hub, 1 to 63 of a-z 0-9 . _ -")
    @Metadata(required = true)
    private String source = "";

    @UriParam(description = "Does what people want, a bean slackAnswers with an appToken")
    private SlackAnswers answers;

    /** Called by the component. */
    public SlackSocketEndpoint(String uri, SlackSocketComponent component) {
        super(uri, component);
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("slack-socket: only takes in; it can't be a to:");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        SlackSocketConsumer consumer = new SlackSocketConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        require(SourceName.isValid(source), "source is " + source + "; expected a source's name");
        try {
            if (answers != null) {
                answers.sockets();
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("slack-socket:" + source + ": " + e.getMessage(), e);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        require(answers != null, "answers is nothing; expected a bean slackAnswers");
    }

    private void require(boolean holds, String words) {
        if (!holds) {
            throw new IllegalArgumentException("slack-socket:" + source + ": " + words);
        }
    }

    MeterRegistry meters() {
        MeterRegistry hubs = getCamelContext().getRegistry().findSingleByType(MeterRegistry.class);
        return hubs == null ? new SimpleMeterRegistry() : hubs;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public SlackAnswers getAnswers() {
        return answers;
    }

    public void setAnswers(SlackAnswers answers) {
        this.answers = answers;
    }
}
