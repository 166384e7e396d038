# What an incoming webhook of Slack gets.
import "slack-message" as slack;

slack::message
