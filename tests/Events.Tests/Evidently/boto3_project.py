"""Runs a project from creation to results with boto3 and prints what was answered as JSON. Arguments: the endpoint."""
import json
import sys
import time

import boto3
from botocore.config import Config

client = boto3.client(
    "evidently", endpoint_url=sys.argv[1], region_name="us-east-1", aws_access_key_id="x", aws_secret_access_key="y",
    # The API's host prefix "dataplane." makes no sense in front of an address.
    config=Config(inject_host_prefix=False, retries={"max_attempts": 0}))

PATTERN = json.dumps({"kind": ["visit"]})
said = {}

project = client.create_project(name="rooms", dataDelivery={"s3Destination": {"bucket": "a-bucket", "prefix": "p"}}, tags={"team": "a"})["project"]
client.create_segment(name="germany", pattern=json.dumps({"country": ["DE"]}))
client.create_feature(
    project="rooms", name="model", defaultVariation="two", entityOverrides={"tester": "three"},
    variations=[{"name": "two", "value": {"stringValue": "room-type@2"}}, {"name": "three", "value": {"stringValue": "room-type@3"}}])
client.create_feature(project=project["arn"], name="limit", variations=[{"name": "low", "value": {"longValue": 3}}, {"name": "high", "value": {"longValue": 7}}])
client.create_launch(
    project="rooms", name="limits", groups=[{"name": "g", "feature": "limit", "variation": "high"}],
    scheduledSplitsConfig={"steps": [{"startTime": time.time() - 60, "groupWeights": {"g": 0}, "segmentOverrides": [
        {"evaluationOrder": 1, "segment": "germany", "weights": {"g": 100000}}]}]})
said["launch"] = client.start_launch(project="rooms", launch="limits")["launch"]["status"]
client.create_experiment(
    project="rooms", name="ab", samplingRate=100000,
    treatments=[{"name": "old", "feature": "model", "variation": "two"}, {"name": "new", "feature": "model", "variation": "three"}],
    metricGoals=[{"desiredChange": "INCREASE", "metricDefinition": {
        "name": "minutes", "entityIdKey": "user.id", "valueKey": "minutes", "eventPattern": PATTERN}}],
    onlineAbConfig={"controlTreatmentName": "old", "treatmentWeights": {"old": 50000, "new": 50000}})
client.start_experiment(project="rooms", experiment="ab", analysisCompleteTime=time.time() + 86400)
said["rules"] = client.get_feature(project="rooms", feature="model")["feature"]["evaluationRules"]

evaluated = client.evaluate_feature(project="rooms", feature="model", entityId="tester")
said["override"] = [evaluated["reason"], evaluated["variation"], evaluated["value"]]
said["limits"] = [
    [result["reason"], result["value"]] for result in client.batch_evaluate_feature(project="rooms", requests=[
        {"entityId": "e", "feature": "limit", "evaluationContext": json.dumps({"country": country})} for country in ("DE", "FR")])["results"]]

# Visits of "new" are 2 minutes longer. Every tenth event is one that no metric takes.
arms = {}
for start in range(0, 400, 20):
    requests = [{"entityId": f"robot-{i}", "feature": "model"} for i in range(start, start + 20)]
    for result in client.batch_evaluate_feature(project="rooms", requests=requests)["results"]:
        arms[result["entityId"]] = json.loads(result["details"])["treatment"]
now = time.time()
events = [
    {"timestamp": now, "type": "aws.evidently.custom", "data": json.dumps({
        "kind": "visit" if i % 10 else "other", "user": {"id": entity}, "minutes": 10 + i % 7 + (2 if arm == "new" else 0)})}
    for i, (entity, arm) in enumerate(arms.items())]
failed = 0
for repetition in range(2):  # As a client does that did not hear the answer.
    for start in range(0, len(events), 50):
        failed += client.put_project_events(project="rooms", events=events[start:start + 50])["failedEventCount"]
said["failed"] = failed
bad = client.put_project_events(project="rooms", events=[events[0], {"timestamp": now, "type": "aws.evidently.custom", "data": "{"}])
said["bad"] = [bad["failedEventCount"], bad["eventResults"][1]["errorCode"]]
said["arms"] = {arm: sum(1 for other in arms.values() if other == arm) for arm in ("old", "new")}
said["visits"] = {
    arm: [event["minutes"] for event in (json.loads(event["data"]) for event in events) if event["kind"] == "visit" and arms[event["user"]["id"]] == arm]
    for arm in ("old", "new")}

time.sleep(0.5)  # Exposures are written a moment later.
results = client.get_experiment_results(
    project="rooms", experiment="ab", metricNames=["minutes"], treatmentNames=["old", "new"], reportNames=["BayesianInference"])
said["results"] = {f"{data['treatmentName']} {data['resultStat']}": data["values"] for data in results["resultsData"]}
said["report"] = json.loads(results["reports"][0]["content"])
said["details"] = json.loads(results["details"])
said["timestamps"] = len(results["timestamps"])

said["segments"] = client.list_segment_references(segment="germany", type="LAUNCH")["referencedBy"][0]["name"]
said["errors"] = []
for call in (
        lambda: client.get_feature(project="rooms", feature="nothing"),
        lambda: client.create_project(name="rooms"),
        lambda: client.delete_feature(project="rooms", feature="model"),
        lambda: client.delete_segment(segment="germany"),
        lambda: client.batch_evaluate_feature(project="rooms", requests=requests + requests),
        lambda: client.create_feature(project="rooms", name="mixed", variations=[
            {"name": "a", "value": {"longValue": 1}}, {"name": "b", "value": {"boolValue": True}}]),
        lambda: client.start_experiment(project="rooms", experiment="ab", analysisCompleteTime=time.time() + 86400)):
    try:
        call()
        said["errors"].append("none")
    except client.exceptions.ClientError as error:
        said["errors"].append(error.response["Error"]["Code"])

first = client.list_features(project="rooms", maxResults=1)
said["pages"] = [[feature["name"] for feature in page["features"]] for page in (
    first, client.list_features(project="rooms", maxResults=1, nextToken=first["nextToken"]))]
client.stop_launch(project="rooms", launch="limits")
client.stop_experiment(project="rooms", experiment="ab", desiredState="COMPLETED", reason="done")
said["stopped"] = client.get_experiment(project="rooms", experiment="ab")["experiment"]["status"]
client.delete_experiment(project="rooms", experiment="ab")
client.delete_launch(project="rooms", launch="limits")
for feature in ("model", "limit"):
    client.delete_feature(project="rooms", feature=feature)
client.delete_segment(segment="germany")
client.delete_project(project="rooms")
said["projects"] = client.list_projects()["projects"]
json.dump(said, sys.stdout)
