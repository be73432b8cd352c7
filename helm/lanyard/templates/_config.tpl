{{/* The files below /etc/lanyard. None of them is secret. */}}
{{- define "lanyard.files" -}}
lanyard.toml: |
  {{- range .Values.issuers }}
  [[issuer]]
  issuer = {{ .issuer | quote }}
  audience = {{ .audience | quote }}
  kind = {{ .kind | quote }}
  jwks_url = {{ .jwksUrl | quote }}
  {{- if .entra }}
  entra = true
  {{- end }}
  {{- end }}
{{- with .Values.trust.logVkey }}
log.vkey: |
  {{ . }}
{{- end }}
{{- end -}}
