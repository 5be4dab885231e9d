/** China, the government clouds, the sovereign and the secret ones: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html */
const OTHER_PARTITION = /^(?:cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-/;

/** Why nothing can be deployed to a region, in a line; undefined where it can, or where the region is not known yet. */
export function partitionProblem(region: string | undefined): string | undefined {
  if (region === undefined || !OTHER_PARTITION.test(region)) return undefined;
  return `region ${region}: Twilio cannot assume a role there. Deploy to a commercial region, such as us-east-1`;
}
