package io.tocsin.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.app.hub.HubSettings;
import io.tocsin.app.hub.Setting;
import io.tocsin.app.hub.StoreMove;
import io.tocsin.store.copy.CannotCopyException;
import io.tocsin.store.copy.CopiedTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./hub store copy}. */
@Command(
        name = "copy",
        description = "Copies the store of a stopped hub from a data folder to a PostgreSQL database, or back, compares"
                + " the two, and says what to change in the settings.",
        mixinStandardHelpOptions = true,
        footer = {
            "./hub store copy --from data --to jdbc:postgresql://db.example.com:5432/tocsin",
            "./hub store copy --from jdbc:postgresql://db.example.com:5432/tocsin --to data-new"
        })
final class StoreCopyCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            required = true,
            paramLabel = "STORE",
            description =
                    "The store as it is: a data folder, or jdbc:postgresql://<host>:<port>/<database>, with"
                            + " hub.store.user and hub.store.password of the settings. It stays as it is, but for an older version's schema.")
    private String from;

    @Option(names = "--to", required = true, paramLabel = "STORE", description = "Where it goes: likewise, and empty.")
    private String to;

    @Mixin
    private ConfigOption config;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() {
        return LongWork.run(config.err(), this::copy);
    }

    private int copy(LongWork work) {
        HubSettings settings = config.settings();
        List<CopiedTable> tables;
        try {
            work.ifEnded(to + " is as empty as before, and " + from + " as it was");
            tables = new StoreMove(settings).run(from, to, far -> {
                work.check();
                work.show(far);
            });
        } catch (CannotCopyException refused) {
            throw new CommandException(refused.getMessage());
        }
        output.print(config.out(), json(tables), out -> print(out, settings, tables));
        return ExitCodes.DONE;
    }

    private void print(PrintWriter out, HubSettings settings, List<CopiedTable> tables) {
        Table table = new Table("TABLE", "ROWS", "CHECKSUM");
        tables.forEach(one -> table.row(one.name(), Long.toString(one.rows()), one.checksum()));
        table.print(out);
        long replaced = tables.stream().mapToLong(CopiedTable::replaced).sum();
        if (replaced > 0) {
            out.println(replaced + " texts held a NUL, which PostgreSQL can't; there is U+FFFD now in its place.");
        }
        out.println("Copied from " + from + " to " + to + ", and read again there: "
                + tables.stream().mapToLong(CopiedTable::rows).sum() + " rows in " + tables.size()
                + " tables are the same.");
        out.println();
        out.println("Set in application.properties, and start the hub:");
        if (to.startsWith("jdbc:")) {
            out.println("  hub.store=" + to);
            out.println("  hub.store.user=" + settings.text(Setting.STORE_USER));
            out.println(
                    "It keeps using hub.data for the admin token. " + from + " is no longer used once it has started.");
        } else {
            out.println("  hub.store=");
            out.println("  hub.data=" + to);
            out.println("The admin token is the file admin-token of the old hub.data: take it along.");
        }
    }

    private JsonNode json(List<CopiedTable> tables) {
        ObjectNode data =
                JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
        ArrayNode list = data.putArray("tables");
        tables.forEach(one -> list.addObject()
                .put("name", one.name())
                .put("rows", one.rows())
                .put("checksum", one.checksum())
                .put("replaced", one.replaced()));
        return data;
    }
}
