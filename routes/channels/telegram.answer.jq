# What Telegram says where it takes nothing: {ok: false, error_code, description, parameters}.
# https://core.telegram.org/bots/api#making-requests and #responseparameters
import "page" as page;

if page::is_page then page::verdict("Telegram")
elif (.body | type) != "object" or .body.ok != false then null
else
  (.body.description // "no description") as $said
  # The first message cannot be edited, or shows what it should: what is new is sent all the same.
  | if any(("message is not modified", "message to edit not found", "message can't be edited"); . as $words | $said | contains($words))
    then {class: "taken"}
    else
      {
        class: (if .body.error_code == 429 then "rate-limited" elif .body.error_code >= 500 then "transient" else "permanent" end),
        reason: "Telegram: \($said)\(if .body.parameters.migrate_to_chat_id then ", now chat \(.body.parameters.migrate_to_chat_id)" else "" end)",
        retryAfter: .body.parameters.retry_after
      }
    end
end
