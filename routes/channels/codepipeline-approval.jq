# The answer to a manual approval, as PutApprovalResult takes it; without a token that is looked up by the ids of the execution.
# https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PutApprovalResult.html
(.question // {}) as $question
| $question.consequence as $asked
| if $asked == null then
    {refused: "this receiver takes answers to questions and no messages: take it out of notify and ask"}
  else
    {
      region: $asked.region,
      pipelineName: $asked.pipeline,
      stageName: $asked.stage,
      actionName: $asked.action,
      question: $question.id,
      status: (if $question.choice == "approve" then "Approved" else "Rejected" end),
      summary: ($question.summary | one_line | cut(512)),
      # An earlier try may have got through.
      tried: ((.delivery.attempt // 1) > 1)
    }
    + (if $asked.token then {token: $asked.token} else {} end)
    + (if $asked.execution then {executionId: $asked.execution} else {} end)
    + (if $asked.actionExecution then {actionExecutionId: $asked.actionExecution} else {} end)
  end
