package io.tocsin.app.imports;

import com.fasterxml.jackson.core.JsonPointer;
import io.tocsin.model.silence.Matcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A route of Alertmanager's with what it has of its parents (github.com/prometheus/alertmanager, dispatch/route.go).
 *
 * @param where its place in the file
 * @param receiver whom it notifies
 * @param groupBy the labels whose values make a group; empty where each alert is one ({@code '...'})
 * @param firstWait group_wait
 * @param interval group_interval
 * @param repeat repeat_interval
 * @param matchers its own, without those of its parents
 * @param goesOn whether routes beside it are asked once it fits ({@code continue})
 * @param mute names of the times in which it does not notify; not its parents'
 * @param active names of the times in which alone it notifies; not its parents'
 * @param routes those below it, in their order
 */
record RouteNode(
        JsonPointer where,
        String receiver,
        Optional<List<String>> groupBy,
        Duration firstWait,
        Duration interval,
        Duration repeat,
        List<Matcher> matchers,
        boolean goesOn,
        List<String> mute,
        List<String> active,
        List<RouteNode> routes) {

    RouteNode {
        groupBy = groupBy.map(List::copyOf);
        matchers = List.copyOf(matchers);
        mute = List.copyOf(mute);
        active = List.copyOf(active);
        routes = List.copyOf(routes);
    }
}
