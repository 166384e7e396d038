package io.tocsin.model.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JqNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "titel",
                ".a | titel",
                "{title: titel}",
                "{(titel): 1}",
                "{\"a\\(titel)\": 1}",
                "[titel]",
                "\"\\(titel)\"",
                "@base64 \"\\(titel)\"",
                "if titel then 1 else 2 end",
                "if .a then titel else 2 end",
                "if .a then 1 elif .b then 2 else titel end",
                "if false then titel else 1 end",
                "1 + titel",
                "titel and true",
                "titel // 1",
                "-titel",
                ".a[titel]",
                ".a[titel:2]",
                ".[\"\\(titel)\"]",
                "titel | .[0]?",
                "try titel catch 1",
                "try error catch titel",
                "titel?",
                "first(titel, 1)",
                "reduce titel as $x (0; 1)",
                "reduce 1 as $x (0; titel)",
                "foreach 1 as $x (0; titel; 2)",
                "foreach 1 as $x (0; 1; titel)",
                "titel as $x | $x",
                ". as {(titel): $x} | $x",
                "def f: titel; f",
                "def f(g): g; f(titel)",
                "def f: def h: titel; h; f",
                ".a = titel",
                ".a |= titel",
                ".a += titel",
                "label $out | titel, break $out",
                ".. | titel",
                "1 == titel"
            })
    void aFunctionThatNobodyDefinesIsFoundWhereverItStands(String program) throws Exception {
        assertThat(unknown(program)).containsExactly("titel/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "def f($a; b): $a + a + b; f(1; 2)",
                ". as {$a, b: $c, \"d\": [$e], (\"x\"): $g} | $a, $c, $e, $g",
                "reduce .[] as $i (0; . + $i)",
                "{$source, $headers, \"x\": $properties.team, y: $received_at}",
                "def fac: if . < 2 then 1 else . * (. - 1 | fac) end; fac",
                "first_of(.a, .b), given, subject, (.x | naming(\"t\"))",
                "@json, @text, @csv, @tsv, @html, @uri, @sh, @base64, @base64d",
                "[.[] | select(.a? // false) | ascii_downcase | test(\"x\"; \"i\")] | any",
                "label $out | 1, break $out"
            })
    void whatIsDefinedIsKnown(String program) throws Exception {
        assertThat(unknown(program)).isEmpty();
    }

    @Test
    void aNumberOfArgumentsThatNobodyTakesIsUnknownToo() throws Exception {
        assertThat(unknown("def f(a): a; f(1; 2), first_of")).containsExactly("f/2", "first_of/0");
    }

    @Test
    void variablesAndFormatsAreFoundEachOnce() throws Exception {
        assertThat(unknown("$sourc, {$sourc}, (. as $x | $x), @htlm, {(\"a\"): $headers}"))
                .containsExactly("$sourc", "@htlm");
    }

    private static List<String> unknown(String program) throws Exception {
        return new JqProgram(program, JqLimits.DEFAULT, System::nanoTime)
                .unknown(Set.of("source", "headers", "properties", "received_at"));
    }
}
