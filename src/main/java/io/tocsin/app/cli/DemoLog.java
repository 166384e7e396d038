package io.tocsin.app.cli;

import java.nio.file.Path;

/** Sends the log of the demo's hub to a file, so that the tour can be read. */
final class DemoLog {

    private DemoLog() {}

    /** To be called before anything is logged; where the user chose a configuration of the log, that one stays. */
    static void toFileIn(Path folder) {
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "log4j2-demo.properties");
            System.setProperty("hub.log", folder.resolve("hub.log").toString());
        }
    }
}
