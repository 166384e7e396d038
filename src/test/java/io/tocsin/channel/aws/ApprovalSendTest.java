package io.tocsin.channel.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.delivery.SendRefusedException;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before any call. */
class ApprovalSendTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com/", "eu-west-1.example.com/", "eu-west-1@example.com"})
    void aRegionThatIsNoneBecomesNoPartOfAHostsName(String region) throws Exception {
        try (ApprovalSend send = new ApprovalSend("""
                accessKey=AKIDEXAMPLE
                secretKey=secret
                connectTimeout=1000
                responseTimeout=1000
                concurrency=1
                """)) {
            Exchange exchange = new DefaultExchange(new DefaultCamelContext());
            exchange.getMessage().setBody("""
                    {"region": "%s", "pipelineName": "p", "stageName": "s", "actionName": "a", "token": "t", "question": "qst_1",
                     "status": "Approved", "summary": "Approved by ann (qst_1)"}
                    """.formatted(region));
            assertThatThrownBy(() -> send.send(exchange))
                    .isInstanceOf(SendRefusedException.class)
                    .hasMessageContaining("the approval's region is none of AWS's");
        }
    }
}
