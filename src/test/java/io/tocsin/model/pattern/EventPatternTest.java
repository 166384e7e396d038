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
                "{'severity':'high'} | /severity | write [ high ]",
                "{'labels':{'env':[{'prefx':'p'}]}} | /labels/env/0 | did you mean `prefix`?",
                "{'labels':{'env':[{'regex':'.*p'}]}} | /labels/env/0 | write { wildcard: '*-db-*' }, { prefix: 'prod-' } or"
                        + " { suffix: '-db' }; several in the list are alternatives",
                "{'labels':{'env':[{'contains':'p'}]}} | /labels/env/0 | write { wildcard: '*text*' } for what stands anywhere in it",
                "{'a':['b'],'labels':{'env':['x',{'prefix':5}]}} | /labels/env/1 | write it in quotes",
                "{'labels':{}} | /labels | write one, or take it out",
                "{'source':[]} | /source | write one, or take the field out",
                "{'$or':[{'a':['b']},{'c':[{'numric':['>',1]}]}]} | /$or/1/c/0 | did you mean `numeric`?",
                "{'$or':[{'a':['b']}]} | /$or | write $or: [ { severity: [ high ] }, { labels: { tier: [ gold ] } } ]",
                "{'a':[{'exists':'yes'}]} | /a/0 | write { exists: true } or { exists: false }",
                "{'a':[{'wildcard':'a**b'}]} | /a/0 | remove the second `*`: one stands for any text",
                "{'a':[{'numeric':['>','x']}]} | /a/0 | write for example { numeric: [ '>', 0, '<=', 5 ] }",
                "{'a':[{'cidr':'10.0.0.0'}]} | /a/0 | write for example { cidr: 10.0.0.0/8 }",
                "{'a':[{'prefix':'x','suffix':'y'}]} | /a/0 | give each a { } of its own; one of them has to fit",
                "{'a':[['x']]} | /a/0 | take the list out of the list",
                "{} | '' | write for example { status: [ firing ] }",
                "[1] | '' | write for example { status: [ firing ] }"
            })
    void aPatternThatIsWrongIsRefusedAtItsPlaceWithWhatToDo(String pattern, String where, String fix) {
        assertThatThrownBy(() -> pattern(pattern))
                .asInstanceOf(type(InvalidPattern.class))
                .satisfies(invalid -> {
                    assertThat(invalid.where().toString()).isEqualTo(where.replace("'", ""));
                    assertThat(invalid.fix().replace('"', '\'')).isEqualTo(fix);
                });
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(EventPattern.faults(json("{'a':'b','c':[{'regex':'x'},'y',{'exists':1}],'d':['e'],'f':[]}")))
                .extracting(wrong -> wrong.where().toString())
                .containsExactly("/a", "/c/0", "/c/2", "/f");
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
