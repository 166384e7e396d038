package io.tocsin.app.hub;

import io.tocsin.files.Finding;
import java.util.List;

/** What a start looks at before it opens anything. */
public final class StartChecks {

    private StartChecks() {}

    /**
     * The checks that take milliseconds: rules, mappings, cross references and the traps that lose messages silently. The
     * rest is for {@code ./hub check}; Camel refuses what it cannot make at the start anyway.
     *
     * @return what is wrong, in the order of files and lines; empty where the hub may start
     */
    public static List<Finding> run(HubSettings settings) {
        return HubCheck.quick(settings);
    }

    /** The same for a start that has read its rules and mappings already. */
    static List<Finding> run(HubSettings settings, RouteData data) {
        return HubCheck.quick(settings, data);
    }
}
