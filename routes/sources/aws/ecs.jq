# What the three kinds of ECS event share.
import "aws" as aws;

def cluster: aws::detail | .clusterArn | aws::last_part;

# A service's fingerprint; old service ARNs lack the cluster, so it is put together here.
def service($name): aws::arn("ecs"; "service/\(cluster)/\($name)");

# The service that the event's resource names.
def service_name: aws::resource | aws::last_part;

def service_link($name): aws::link("Service";
  "ecs/v2/clusters/\("\(cluster)" | @uri)/services/\("\($name)" | @uri)/health?region=\(.region)");
