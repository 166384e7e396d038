package io.tocsin.model.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {
    private static final String EVENT = "{'source':'aws.ec2','severity':'high','labels':{'env':'prod-1','cpu':95.5},"
            + "'links':[{'text':'a','href':'b'},{'text':'c','href':'d'}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'source':['aws.ec2']}",
                "{'source':['x','aws.ec2'],'severity':[{'anything-but':['low']}]}",
                "{'labels':{'env':[{'prefix':'prod-'}]}}",
                "{'labels':{'env':[{'wildcard':'p*-?'},{'suffix':'-1'}]}}",
                "{'labels':{'cpu':[{'numeric':['>',90]}]}}",
                "{'labels':{'gone':[{'exists':false}]}}",
                "{'$or':[{'source':['x']},{'severity':['high']}]}",
                "{'links':{'text':['c'],'href':['d']}}"
            })
    void whatFitsMatches(String pattern) {
        assertThat(pattern(pattern).matches(json(EVENT))).isTrue();
        assertThat(pattern(pattern).firstMismatch(json(EVENT))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'source':['aws.ec2'],'severity':['low']} | severity is 'high', expected ['low']",
                "{'labels':{'team':['web']}} | labels.team is missing, expected ['web']",
                "{'labels':{'env':[{'prefix':'test'}]}} | labels.env is 'prod-1', expected [{'prefix':'test'}]",
                "{'source':['aws.ec2'],'$or':[{'a':['b']},{'c':['d']}]} | $or is missing, expected [{'a':['b']},{'c':['d']}]",
                "{'links':{'text':['a'],'href':['d']}} | every field fits, but not all of them in one element of a list"
            })
    void theFirstFieldThatDoesNotFitIsSaid(String pattern, String said) {
        assertThat(pattern(pattern).firstMismatch(json(EVENT)).map(Mismatch::toString))
                .contains(said.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'severity':'high'} | /severity | a value stands in a list: write [ high ]",
                "{'labels':{'env':[{'prefx':'p'}]}} | /labels/env/0 | Unrecognized match type prefx",
                "{'a':['b'],'labels':{'env':['x',{'prefix':5}]}} | /labels/env/1 | prefix match pattern must be a string",
                "{'labels':{}} | /labels | Empty objects are not allowed",
                "{'source':[]} | /source | Empty arrays are not allowed",
                "{'$or':[{'a':['b']},{'c':[{'numric':['>',1]}]}]} | /$or/1/c/0 | Unrecognized match type numric",
                "{} | '' | an event pattern is an object that names at least one field",
                "[1] | '' | an event pattern is an object that names at least one field"
            })
    void aPatternThatIsWrongIsRefusedAtItsPlace(String pattern, String where, String reason) {
        assertThatThrownBy(() -> pattern(pattern))
                .asInstanceOf(type(InvalidPattern.class))
                .satisfies(invalid -> {
                    assertThat(invalid.where().toString()).isEqualTo(where.replace("'", ""));
                    assertThat(invalid.reason()).isEqualTo(reason);
                });
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> EventPattern.compile("{"))
                .isInstanceOf(InvalidPattern.class)
                .hasMessageContaining("not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "'text'", "7", "null"})
    void whatIsNoObjectMatchesNothing(String event) {
        assertThat(pattern("{'a':[{'exists':false}]}").matches(json(event))).isFalse();
    }

    private static EventPattern pattern(String text) {
        return EventPattern.compile(text.replace('\'', '"'));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
