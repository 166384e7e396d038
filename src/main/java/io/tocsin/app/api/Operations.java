package io.tocsin.app.api;

import io.tocsin.app.api.Operation.Security;
import io.tocsin.model.token.Role;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Joins the operations of the {@link Contract} with what answers them, by {@code operationId}. Who may ask and what may be said is
 * the contract's; a handler sees only requests that keep to it.
 */
final class Operations {

    /** What the contract covers; what else stands at the router keeps to a contract of somebody else's. */
    private static final Pattern COVERED = Pattern.compile("/(v1|health|metrics)(/.*)?");

    private final Contract contract;
    private final KeyedActs keyed;
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Set<String> guarded = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    /** @param keyed does what comes with an {@code Idempotency-Key} once */
    Operations(Contract contract, KeyedActs keyed) {
        this.contract = contract;
        this.keyed = keyed;
    }

    /** Has an endpoint answer an operation. */
    void answer(String operationId, Endpoint endpoint) {
        if (endpoints.put(operationId, endpoint) != null) {
            faults.add(operationId + " has two handlers");
        }
    }

    /** The same of one that anybody may ask by the contract, and this hub's operator wants asked with a token alone. */
    void answerGuarded(String operationId, Endpoint endpoint) {
        answer(operationId, endpoint);
        guarded.add(operationId);
    }

    /**
     * Puts every operation at its path. To be called once, after all other paths of the hub's own were put up.
     *
     * @throws IllegalStateException where contract and code do not fit: a handler is missing, or a path or handler is not described
     */
    void mount(Router router, Desk desk) {
        List<Operation> ours = contract.operations().stream()
                .filter(operation -> !operation.isRoute())
                .toList();
        Map<String, Endpoint> left = new LinkedHashMap<>(endpoints);
        ours.stream()
                .filter(operation -> left.remove(operation.id()) == null)
                .forEach(operation -> faults.add(operation + " has no handler"));
        left.keySet().forEach(id -> faults.add("the handler of " + id + " has no operation"));
        ours.stream().filter(operation -> endpoints.containsKey(operation.id())).forEach(this::compareRoles);
        ours.stream()
                .filter(operation -> operation.isUnsafe() != operation.takes(RequestHeaders.IDEMPOTENCY_KEY))
                .forEach(operation -> faults.add(operation
                        + (operation.isUnsafe()
                                ? " takes no Idempotency-Key: add the parameter, or x-safe: true where it changes nothing"
                                : " changes nothing, and takes an Idempotency-Key")));
        router.getRoutes().stream()
                .map(Route::getPath)
                .filter(path -> path != null && COVERED.matcher(path).matches())
                .forEach(path -> faults.add(path + " is at the router, and is no operation"));
        if (!faults.isEmpty()) {
            throw new IllegalStateException("The API is not as its contract says: " + String.join("; ", faults)
                    + ". Describe it in " + Contract.FILE + ", or bind it by its operationId.");
        }
        put(ours, desk);
    }

    /** The role is said twice on purpose: for readers of the document, and where it is bound, which is what counts. */
    private void compareRoles(Operation operation) {
        boolean isGuarded = guarded.contains(operation.id());
        if (operation.security() != Security.TOKEN && !isGuarded) {
            return;
        }
        Role bound = endpoints.get(operation.id()).role();
        if (!operation.role().equals(Optional.of(bound))) {
            faults.add(operation + " is bound to the role " + bound.word() + ", and its x-role is "
                    + operation.role().map(Role::word).orElse("not there"));
        }
    }

    /** Where a path has a word in which another has a parameter it comes first: a brace sorts after every letter. */
    private void put(List<Operation> ours, Desk desk) {
        Map<String, List<Operation>> byPath = new TreeMap<>();
        ours.forEach(operation -> byPath.computeIfAbsent(operation.path(), any -> new ArrayList<>())
                .add(operation));
        byPath.values().forEach(operations -> {
            Map<String, Endpoint> byToken = new LinkedHashMap<>();
            for (Operation operation : operations) {
                Endpoint endpoint = endpoints.get(operation.id());
                Security security = guarded.contains(operation.id()) ? Security.TOKEN : operation.security();
                switch (security) {
                    case TOKEN -> byToken.put(operation.method(), checked(operation, endpoint));
                    case ANYBODY, ANYBODY_AND_TOKEN -> openly(operation, desk, endpoint);
                }
            }
            if (!byToken.isEmpty()) {
                desk.at(operations.get(0).routerPath(), byToken);
            }
        });
    }

    private static void openly(Operation operation, Desk desk, Endpoint endpoint) {
        if (operation.isByLink()) {
            desk.byLink(operation.routerPath(), endpoint);
        } else {
            desk.openly(operation.routerPath(), endpoint);
        }
    }

    /** With the role of what is bound: what wraps an endpoint and says none would be an admin's. */
    private Endpoint checked(Operation operation, Endpoint endpoint) {
        RequestCheck check = new RequestCheck(operation, contract.document());
        Endpoint asked = operation.isUnsafe() ? keyed.once(operation, endpoint) : endpoint;
        return Endpoint.of(endpoint.role(), request -> {
            Reply reply = asked.answer(check.checked(request));
            return operation.method().equals("GET") ? reply.ifNoneMatch(request) : reply;
        });
    }
}
