while IFS=$'\t' read -r name body headers secret; do
  printf %s "$body" | openssl base64 -d -A > body
  printf %s "$headers" | openssl base64 -d -A > headers
  source "./$name.bash"
  verify body headers "$(printf %s "$secret" | openssl base64 -d -A)" && echo true || echo false
done < cases.tsv
